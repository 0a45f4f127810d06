package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.Origin;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.JdbcSummaryStore;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.summary.SummaryMark;
import io.github.precheckwatcher.watch.summary.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What summaries are made of and how far they have come, held against each database. */
abstract class SummaryContract extends WatchStoreContract {
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private SummaryStore summaries;

    @BeforeEach
    void openSummaries() {
        summaries = new JdbcSummaryStore(database.transactions());
    }

    @Test
    void the_row_is_as_it_was_written_and_the_first_stays() {
        assertThat(summaries.mark()).isEmpty();
        summaries.begin(mark("2026-11-23", 7));
        summaries.begin(mark("2026-11-24", 9));

        assertThat(summaries.mark()).contains(mark("2026-11-23", 7));
    }

    @Test
    void a_summary_moves_the_row_on_and_writes_its_deliveries_with_it() {
        summaries.begin(mark("2026-11-23", 0));

        assertThat(summaries.advance(0, mark("2026-11-24", 5), deliveries("s-1")))
                .isTrue();

        SummaryMark moved = summaries.mark().orElseThrow();
        assertThat(moved.version()).isEqualTo(1);
        assertThat(moved.day()).isEqualTo("2026-11-24");
        assertThat(moved.entry()).isEqualTo(5);
        assertThat(rows("select type || ' ' || subject as c from message")).containsExactly("SUMMARY summary");
        assertThat(rows("select notifier || ' ' || state as c from delivery"))
                .containsExactlyInAnyOrder("log PENDING", "ops PENDING");
    }

    @Test
    void who_comes_second_writes_nothing() {
        summaries.begin(mark("2026-11-23", 0));
        summaries.advance(0, mark("2026-11-24", 5), deliveries("s-1"));

        assertThat(summaries.advance(0, mark("2026-11-24", 6), deliveries("s-2")))
                .isFalse();

        assertThat(summaries.mark().orElseThrow().entry()).isEqualTo(5);
        assertThat(rows("select id as c from message")).containsExactly("s-1");
    }

    @Test
    void of_many_nodes_at_once_one_writes() throws Exception {
        summaries.begin(mark("2026-11-23", 0));

        List<Boolean> won = Together.run(advancing("a"), advancing("b"), advancing("c"), advancing("d"));

        assertThat(won).containsOnlyOnce(true);
        assertThat(rows("select id as c from message")).hasSize(1);
    }

    @Test
    void what_ended_since_is_counted_and_what_did_not_pass_is_named_the_most_severe_first() {
        end(spec("before"), Outcome.FAILED, "v-0", NOW);
        SummaryMark mark = mark("2026-11-23", summaries.newestEntry());
        end(spec("passed"), Outcome.PASSED, "v-1", NOW);
        end(spec("warning"), Outcome.WARNING, "v-2", NOW);
        end(spec("timed-out"), Outcome.TIMED_OUT, "v-3", NOW);
        end(spec("failed"), Outcome.FAILED, "v-4", NOW);
        end(spec("withdrawn"), Outcome.CANCELLED, "v-5", NOW);

        WatchSummary summary = read(mark, summaries.newestEntry(), 20);

        assertThat(summary.ended())
                .isEqualTo(Map.of(
                        Outcome.PASSED,
                        1L,
                        Outcome.WARNING,
                        1L,
                        Outcome.TIMED_OUT,
                        1L,
                        Outcome.FAILED,
                        1L,
                        Outcome.CANCELLED,
                        1L));
        assertThat(summary.attention())
                .extracting(WatchSummary.Verdict::name)
                .containsExactly("failed", "timed-out", "warning");
        assertThat(summary.attention().get(0).id()).isEqualTo("v-4");
        assertThat(summary.needsAttention()).isEqualTo(3);
        assertThat(summary.running()).isZero();
        assertThat(summary.since()).isEqualTo(mark.until());
        assertThat(summary.until()).isEqualTo(LATER);
    }

    @Test
    void what_passed_since_needs_no_attention() {
        WatchSpec first = spec("first");
        WatchSpec again = withRef(spec("again"), "t-again", first.ref().instanceUuid(), "cn-hangzhou");
        WatchSpec elsewhere = withRef(spec("elsewhere"), "t-else", first.ref().instanceUuid(), "cn-beijing");
        end(first, Outcome.FAILED, "v-1", NOW);
        end(elsewhere, Outcome.FAILED, "v-2", NOW);
        end(again, Outcome.PASSED, "v-3", NOW.plusSeconds(60));

        WatchSummary summary = read(mark("2026-11-23", 0), summaries.newestEntry(), 20);

        assertThat(summary.total()).isEqualTo(3);
        assertThat(summary.attention()).extracting(WatchSummary.Verdict::name).containsExactly("elsewhere");
        assertThat(summary.needsAttention()).isEqualTo(1);
    }

    @Test
    void only_so_many_are_named_but_all_counted() {
        for (int i = 0; i < 5; i++) {
            end(spec("failed-" + i), Outcome.FAILED, "v-" + i, NOW);
            end(spec("warning-" + i), Outcome.WARNING, "w-" + i, NOW);
        }

        WatchSummary summary = read(mark("2026-11-23", 0), summaries.newestEntry(), 3);

        assertThat(summary.attention())
                .extracting(WatchSummary.Verdict::name)
                .containsExactly("failed-0", "failed-1", "failed-2");
        assertThat(summary.needsAttention()).isEqualTo(10);
    }

    @Test
    void what_came_after_the_noted_entry_is_for_the_next_summary() {
        end(spec("a"), Outcome.PASSED, "v-1", NOW);
        long noted = summaries.newestEntry();
        end(spec("b"), Outcome.PASSED, "v-2", NOW);

        assertThat(read(mark("2026-11-23", 0), noted, 20).total()).isEqualTo(1);
        assertThat(read(mark("2026-11-24", noted), summaries.newestEntry(), 20).total())
                .isEqualTo(1);
    }

    @Test
    void what_runs_is_counted_and_the_longest_named() {
        store.register(List.of(spec("young")), NOW.plusSeconds(60), ids);
        store.register(List.of(spec("old"), spec("old-too")), NOW, ids);

        WatchSummary summary = summaries.read(mark("2026-11-23", 0), summaries.newestEntry(), LATER, 20, 2);

        assertThat(summary.running()).isEqualTo(3);
        assertThat(summary.oldest()).extracting(WatchSummary.Running::name).containsExactlyInAnyOrder("old", "old-too");
        assertThat(summary.oldest()).extracting(WatchSummary.Running::startedAt).containsOnly(NOW);
        assertThat(summary.total()).isZero();
    }

    @Test
    void an_empty_history_has_no_newest_entry() {
        database.execute("delete from event");

        assertThat(summaries.newestEntry()).isZero();
        assertThat(read(mark("2026-11-23", 0), 0, 20).total()).isZero();
    }

    private Callable<Boolean> advancing(String node) {
        return () -> new JdbcSummaryStore(database.transactions())
                .advance(0, mark("2026-11-24", 5), deliveries("s-" + node));
    }

    private WatchSummary read(SummaryMark mark, long newest, int attention) {
        return summaries.read(mark, newest, LATER, attention, 5);
    }

    private static SummaryMark mark(String day, long entry) {
        return new SummaryMark(
                0, LocalDate.parse(day), "Europe/Berlin", NOW.minusSeconds(60), NOW.minusSeconds(30), entry);
    }

    private static List<NewDelivery> deliveries(String id) {
        var summary = new WatchSummary(NOW, LATER, Map.of(), 0, List.of(), 0, List.of());
        Message message = EventBody.summary(new Origin("test", Optional.empty()), id, summary, LATER);
        return List.of("log", "ops").stream()
                .map(name -> new NewDelivery(id + name, message, name, message.event(), LATER, LATER, ""))
                .toList();
    }
}
