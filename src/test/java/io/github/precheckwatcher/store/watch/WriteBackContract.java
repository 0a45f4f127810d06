package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.SEEN;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.delivery;
import static io.github.precheckwatcher.store.StoredWatches.ids;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.InstanceKey;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Ended;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Writing polls and verdicts back, held against each database. */
abstract class WriteBackContract extends WatchStoreContract {
    @Test
    void a_recheck_is_kept_whole() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        Instant due = NOW.plusSeconds(7).plusNanos(123_456_789);

        assertThat(store.record(List.of(new Recheck(claimed, due, 4, 3, 2, Optional.of("NoPermission"), SEEN))))
                .isZero();

        assertThat(claim(due.minusMillis(1))).isEmpty();
        Watch again = claim(due).get(0);
        assertThat(again.dueAt()).isEqualTo(NOW.plusSeconds(7).plusNanos(123_456_000));
        assertThat(again.polls()).isEqualTo(4);
        assertThat(again.errors()).isEqualTo(3);
        assertThat(again.finalTries()).isEqualTo(2);
        assertThat(again.refused()).contains("NoPermission");
        assertThat(again.lastSeen()).isEqualTo(SEEN);
    }

    @Test
    void words_and_times_that_a_database_cannot_keep_fail_no_batch() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        LastSeen odd = new LastSeen(
                Optional.of("cre\0ated \uD83D\uDE00"),
                OptionalInt.of(1),
                Optional.of(Instant.MAX),
                Optional.of(Instant.ofEpochSecond(-99_999_999_999L)),
                Optional.of(""),
                Optional.of(NOW));

        assertThat(store.record(List.of(new Recheck(claimed, NOW, 1, 0, 0, Optional.empty(), odd))))
                .isZero();

        assertThat(claim(NOW).get(0).lastSeen())
                .isEqualTo(new LastSeen(
                        Optional.of("cre\uFFFDated \uD83D\uDE00"),
                        OptionalInt.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(""),
                        Optional.of(NOW)));
    }

    @Test
    void only_the_stale_ones_of_a_batch_change_nothing() {
        store.register(specs(3), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(recheck(claimed.get(1), NOW.plusSeconds(50))));

        List<Recheck> all = claimed.stream()
                .map(w -> recheck(w, NOW.plusSeconds(20)))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(all);

        assertThat(store.record(all)).isEqualTo(1);
        assertThat(claim(NOW.plusSeconds(20))).hasSize(2);
        assertThat(claim(NOW.plusSeconds(49))).isEmpty();
    }

    @Test
    void an_empty_write_back_is_nothing() {
        assertThat(store.record(List.of())).isZero();
        assertThat(store.conclude(List.of())).isEmpty();
        store.release(List.of());
    }

    @Test
    void an_ended_watch_is_never_claimed_again_and_written_once() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch claimed = claim(NOW).get(0);

        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.PASSED, "v1", NOW))))
                .containsExactly("v1");
        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.FAILED, "v2", NOW))))
                .isEmpty();
        assertThat(store.record(List.of(recheck(claimed, NOW)))).isEqualTo(1);

        assertThat(claim(NOW.plusSeconds(9999))).isEmpty();
        assertThat(store.counts()).containsOnly(entry("WATCHING", 0L), entry("ENDED", 1L));
        assertThat(store.watching(ACCOUNT)).isZero();
        assertThat(store.ended(List.of(spec.identity(), spec("absent").identity())))
                .containsExactly(new Ended(spec.identity(), "orders", Outcome.PASSED, "orders: PASSED", 1));
    }

    @Test
    void the_report_is_kept_whole() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        store.conclude(List.of(conclusion(claimed, Outcome.WARNING, "v1", NOW)));

        String report = rows("select report as c from verdict").get(0);

        assertThat(StoredJson.read(report, new TypeReference<Verdict>() {}))
                .isEqualTo(StoredWatches.verdict(claimed, Outcome.WARNING, "v1", NOW));
    }

    @Test
    void a_stale_conclusion_does_not_keep_the_others_of_its_batch_from_ending() {
        store.register(specs(3), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.release(List.of(claimed.get(1)));

        assertThat(store.conclude(List.of(
                        conclusion(claimed.get(2), Outcome.PASSED, "v2", NOW),
                        conclusion(claimed.get(1), Outcome.PASSED, "v1", NOW),
                        conclusion(claimed.get(0), Outcome.PASSED, "v0", NOW))))
                .containsExactlyInAnyOrder("v0", "v2");
        assertThat(rows("select event_id as c from delivery order by 1")).containsExactly("v0", "v2");
        assertThat(store.counts()).containsOnly(entry("WATCHING", 1L), entry("ENDED", 2L));
    }

    @Test
    void a_delivery_that_cannot_be_written_leaves_no_verdict_and_no_end() {
        store.register(specs(1), NOW, ids);
        List<Watch> claimed = claim(NOW);
        database.execute("alter table delivery add constraint refusing check (notifier <> 'refused')");

        assertThatThrownBy(() -> store.conclude(List.of(conclusion(
                        claimed.get(0), Outcome.PASSED, "v1", NOW, List.of(delivery("v1", "refused", NOW))))))
                .isInstanceOf(StoreException.class);

        assertThat(rows("select id as c from verdict")).isEmpty();
        assertThat(rows("select id as c from message")).isEmpty();
        assertThat(store.counts()).containsEntry("WATCHING", 1L);
        assertThat(store.conclude(List.of(conclusion(claimed.get(0), Outcome.PASSED, "v1", NOW))))
                .containsExactly("v1");
    }

    @Test
    void no_notification_is_needed() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);

        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.CANCELLED, "v1", NOW, List.of()))))
                .containsExactly("v1");
        assertThat(rows("select id as c from delivery")).isEmpty();
    }

    @Test
    void the_last_verdict_of_an_instance_is_known_with_what_did_not_pass() {
        WatchSpec spec = spec("orders");
        InstanceKey instance = InstanceKey.of(spec);
        assertThat(store.lastVerdicts(List.of(instance))).isEmpty();

        end(spec, Outcome.FAILED, "v1", NOW.plusSeconds(5));

        Map<InstanceKey, PreviousVerdict> last = store.lastVerdicts(List.of(instance, other(instance)));
        assertThat(last)
                .containsOnly(entry(
                        instance, new PreviousVerdict(Outcome.FAILED, NOW.plusSeconds(5), Set.of("MYSQL_VERSION"))));
        assertThat(store.lastVerdicts(List.of())).isEmpty();
    }

    @Test
    void of_two_verdicts_of_an_instance_the_later_stays_and_a_withdrawn_watch_says_nothing() {
        WatchSpec first = spec("orders");
        InstanceKey instance = InstanceKey.of(first);
        end(first, Outcome.FAILED, "v1", NOW.plusSeconds(5));
        end(sameInstance(first, "t-2"), Outcome.PASSED, "v2", NOW.plusSeconds(3));
        assertThat(store.lastVerdicts(List.of(instance)).get(instance).outcome())
                .isEqualTo(Outcome.FAILED);

        end(sameInstance(first, "t-3"), Outcome.CANCELLED, "v3", NOW.plusSeconds(7));
        assertThat(store.lastVerdicts(List.of(instance)).get(instance).outcome())
                .isEqualTo(Outcome.FAILED);

        end(sameInstance(first, "t-4"), Outcome.WARNING, "v4", NOW.plusSeconds(9));
        assertThat(store.lastVerdicts(List.of(instance)).get(instance).outcome())
                .isEqualTo(Outcome.WARNING);
    }

    private static InstanceKey other(InstanceKey instance) {
        return new InstanceKey("overseas", instance.uniRegionId(), instance.instanceUuid());
    }

    private static WatchSpec sameInstance(WatchSpec spec, String task) {
        return new WatchSpec(
                task,
                new PrecheckRef(task, spec.ref().instanceUuid(), spec.ref().uniRegionId()),
                spec.account(),
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }

    @Test
    void megabytes_are_kept() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        String body = "\"" + "预".repeat(3_000_000) + "\"";

        store.conclude(List.of(conclusion(
                claimed,
                Outcome.PASSED,
                "v1",
                NOW,
                List.of(new NewDelivery("d1", StoredWatches.message("v1", NOW), "log", body, NOW, NOW, "")))));

        assertThat(rows("select body as c from delivery").get(0)).isEqualTo(body);
    }

    @Test
    void history_records_what_became_of_a_watch() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW.plusSeconds(1));
        store.register(List.of(withDeadline(spec, Duration.ofHours(5))), NOW.plusSeconds(2), ids);
        store.register(List.of(withDeadline(spec, Duration.ofHours(6))), NOW.plusSeconds(3), ids);
        store.register(List.of(withDeadline(spec, Duration.ofHours(6))), NOW.plusSeconds(4), ids);
        suspend();

        assertThat(rows("select kind || ' ' || coalesce(detail, '') as c from event order by id"))
                .containsExactly(
                        "REGISTERED orders",
                        "ENDED TIMED_OUT",
                        "NEW_ROUND orders",
                        "CHANGED orders",
                        "ACCOUNT SUSPENDED NoPermission");
    }
}
