package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.SEEN;
import static io.github.precheckwatcher.store.StoredWatches.changed;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.ids;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import io.github.precheckwatcher.watch.WatchStore.Ended;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Registering what is to be watched, held against each database. */
abstract class RegistrationContract extends WatchStoreContract {
    @Test
    void a_new_watch_is_due_at_once_and_comes_back_as_it_was_registered() {
        WatchSpec spec = spec("orders");

        List<Registered> registered = store.register(List.of(spec), NOW, ids);

        assertThat(registered).containsExactly(new Registered(spec, "watch-00001", Kind.NEW));
        assertThat(claim(NOW))
                .containsExactly(new Watch(
                        "watch-00001",
                        spec,
                        NOW,
                        NOW,
                        NOW.plus(Duration.ofHours(2)),
                        NOW,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        LastSeen.NOTHING,
                        false,
                        1));
    }

    @Test
    void registering_again_is_one_watch_and_asks_for_no_id() {
        store.register(specs(3), NOW, ids);

        List<Registered> again = store.register(specs(3), NOW.plusSeconds(5), () -> {
            throw new AssertionError("no new watch, no id");
        });

        assertThat(again).extracting(Registered::kind).containsOnly(Kind.RUNNING);
        assertThat(store.counts()).containsOnly(entry("WATCHING", 3L), entry("ENDED", 0L));
    }

    @Test
    void every_part_of_the_identity_makes_another_watch() {
        WatchSpec a = spec("a");
        List<WatchSpec> specs = List.of(
                a,
                withRef(a, "t-b", a.ref().instanceUuid(), a.ref().uniRegionId()),
                withRef(a, a.ref().taskId(), "uuid-b", a.ref().uniRegionId()),
                withRef(a, a.ref().taskId(), a.ref().instanceUuid(), "cn-beijing"),
                new WatchSpec(
                        "a", a.ref(), "overseas", a.labels(), a.runbook(), a.notifiers(), a.deadline(), a.polling()));

        assertThat(store.register(specs, NOW, ids))
                .extracting(Registered::kind)
                .containsOnly(Kind.NEW)
                .hasSize(5);
        assertThat(store.register(specs, NOW, ids)).extracting(Registered::kind).containsOnly(Kind.RUNNING);
    }

    @Test
    void one_identity_twice_in_a_list_is_one_watch_as_the_last_entry_says() {
        WatchSpec first = spec("a");
        WatchSpec last = changed(first, Duration.ofHours(1));

        List<Registered> registered = store.register(List.of(first, spec("b"), last), NOW, ids);

        assertThat(registered).extracting(Registered::kind).containsExactly(Kind.NEW, Kind.NEW, Kind.RUNNING);
        assertThat(registered.get(2).watchId()).isEqualTo(registered.get(0).watchId());
        assertThat(claim(NOW)).extracting(w -> w.spec().name()).containsExactlyInAnyOrder("renamed", "b");
    }

    @Test
    void results_come_in_the_order_of_the_list() {
        List<WatchSpec> specs = new ArrayList<>(specs(700));
        Collections.reverse(specs);

        assertThat(store.register(specs, NOW, ids)).extracting(Registered::spec).containsExactlyElementsOf(specs);
    }

    @Test
    void thousands_are_registered_in_batches() {
        List<WatchSpec> specs = specs(10_000);

        assertThat(store.register(specs, NOW, () -> UUID.randomUUID().toString()))
                .extracting(Registered::watchId)
                .doesNotHaveDuplicates()
                .hasSize(10_000);
        assertThat(store.watching(ACCOUNT)).isEqualTo(10_000);
    }

    @Test
    void two_nodes_that_register_the_same_at_once_make_one_watch_of_each() throws Exception {
        List<WatchSpec> specs = specs(400);
        List<WatchSpec> backwards = new ArrayList<>(specs);
        Collections.reverse(backwards);
        CyclicBarrier start = new CyclicBarrier(2);

        List<List<Registered>> both =
                Together.run(() -> registerAt(start, specs, "left"), () -> registerAt(start, backwards, "right"));

        Map<WatchIdentity, String> left = watchIds(both.get(0));
        assertThat(watchIds(both.get(1))).isEqualTo(left);
        assertThat(both.stream().flatMap(List::stream).filter(r -> r.kind() == Kind.NEW))
                .hasSize(400);
        assertThat(store.counts()).containsEntry("WATCHING", 400L);
    }

    @Test
    void a_running_watch_takes_over_what_the_file_says_now_and_keeps_its_round() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch watch = claim(NOW).get(0);
        store.record(List.of(recheck(watch, NOW.plusSeconds(3))));
        WatchSpec changed = changed(spec, Duration.ofMinutes(30));

        assertThat(store.register(List.of(changed), NOW.plusSeconds(1), ids))
                .containsExactly(new Registered(changed, watch.id(), Kind.RUNNING));

        Watch now = claim(NOW.plusSeconds(3)).get(0);
        assertThat(now.spec()).isEqualTo(changed);
        assertThat(now.registeredAt()).isEqualTo(NOW);
        assertThat(now.roundStartedAt()).isEqualTo(NOW);
        assertThat(now.deadlineAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(now.polls()).isEqualTo(1);
        assertThat(now.lastSeen()).isEqualTo(SEEN);
    }

    @Test
    void a_sooner_deadline_does_not_wait_for_a_gap_chosen_before() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), NOW.plusSeconds(3600))));

        store.register(List.of(withDeadline(spec, Duration.ofMinutes(1))), NOW.plusSeconds(5), ids);

        assertThat(claim(NOW.plusSeconds(59))).isEmpty();
        assertThat(claim(NOW.plusSeconds(60))).hasSize(1);
    }

    @Test
    void another_way_of_polling_does_not_wait_for_a_gap_chosen_before() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), NOW.plusSeconds(3600))));

        store.register(List.of(changed(spec, spec.deadline())), NOW.plusSeconds(5), ids);

        assertThat(claim(NOW.plusSeconds(11))).isEmpty();
        assertThat(claim(NOW.plusSeconds(12))).hasSize(1);
    }

    @Test
    void a_deadline_raised_while_the_last_poll_is_under_way_is_not_ended_by_the_old_one() {
        WatchSpec spec = withDeadline(spec("orders"), Duration.ofMinutes(1));
        store.register(List.of(spec), NOW, ids);
        Watch last = claim(NOW.plusSeconds(60)).get(0);

        store.register(List.of(withDeadline(spec, Duration.ofHours(1))), NOW.plusSeconds(61), ids);

        Conclusion late = conclusion(last, Outcome.TIMED_OUT, "v1", NOW.plusSeconds(62));
        assertThat(store.conclude(List.of(late))).isEmpty();
        assertThat(store.record(List.of(recheck(last, NOW.plusSeconds(90))))).isEqualTo(1);
        Watch again = claim(NOW.plusSeconds(62)).get(0);
        assertThat(again.dueAt()).isEqualTo(NOW);
        assertThat(again.deadlineAt()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void a_deadline_lowered_while_a_poll_is_under_way_is_due_no_later_than_it() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), NOW.plusSeconds(50))));
        claim(NOW.plusSeconds(50));

        store.register(List.of(withDeadline(spec, Duration.ofSeconds(40))), NOW.plusSeconds(51), ids);

        assertThat(claim(NOW.plusSeconds(51))).extracting(Watch::dueAt).containsExactly(NOW.plusSeconds(50));
    }

    @Test
    void registering_leaves_a_claim_alone_while_the_deadline_stays() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch claimed = claim(NOW).get(0);

        store.register(List.of(changed(spec, spec.deadline())), NOW.plusSeconds(5), ids);

        assertThat(claim(NOW.plusSeconds(6))).isEmpty();
        assertThat(store.record(List.of(recheck(claimed, NOW.plusSeconds(9))))).isZero();
    }

    @Test
    void a_raised_deadline_starts_a_new_round_of_a_timed_out_watch() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch first = claim(NOW).get(0);
        store.conclude(List.of(conclusion(first, Outcome.TIMED_OUT, "v1", NOW.plusSeconds(7200))));
        WatchSpec raised = withDeadline(spec, Duration.ofHours(3));
        Instant later = NOW.plusSeconds(9000);

        assertThat(store.register(List.of(raised), later, ids))
                .containsExactly(new Registered(raised, first.id(), Kind.NEW_ROUND));

        Watch second = claim(later).get(0);
        assertThat(second)
                .isEqualTo(new Watch(
                        first.id(),
                        raised,
                        NOW,
                        later,
                        later.plus(Duration.ofHours(3)),
                        later,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        LastSeen.NOTHING,
                        false,
                        second.fencing()));
        assertThat(second.fencing()).isGreaterThan(first.fencing());
        assertThat(store.conclude(List.of(conclusion(second, Outcome.PASSED, "v2", later))))
                .containsExactly("v2");
        assertThat(rows("select round as c from verdict order by round")).containsExactly("1", "2");
        assertThat(store.ended(List.of(spec.identity())))
                .extracting(Ended::outcome)
                .containsExactly(Outcome.PASSED);
    }

    @Test
    void a_timed_out_watch_with_the_same_or_a_lower_deadline_stays_ended() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW);

        assertThat(kinds(spec, withDeadline(spec, Duration.ofMinutes(1)))).containsExactly(Kind.ENDED, Kind.ENDED);
        assertThat(claim(NOW.plusSeconds(99))).isEmpty();
    }

    @Test
    void any_other_ended_watch_stays_ended_whatever_its_deadline() {
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.TIMED_OUT) {
                WatchSpec spec = spec("db-" + outcome);
                end(spec, outcome, "v-" + outcome, NOW);

                assertThat(kinds(withDeadline(spec, Duration.ofDays(9))))
                        .as(outcome.name())
                        .containsExactly(Kind.ENDED);
            }
        }
        assertThat(store.counts()).containsOnly(entry("WATCHING", 0L), entry("ENDED", 7L));
    }

    @Test
    void durations_below_a_millisecond_and_beyond_all_time_are_kept_within_bounds() {
        WatchSpec tiny = withDeadline(spec("tiny"), Duration.ofNanos(1));
        WatchSpec endless = withDeadline(spec("endless"), Duration.ofSeconds(Long.MAX_VALUE));

        store.register(List.of(tiny, endless), NOW, ids);

        assertThat(claim(NOW))
                .extracting(w -> w.spec().deadline())
                .containsExactlyInAnyOrder(Duration.ofMillis(1), Duration.ofDays(36_500));
    }
}
