package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.changed;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Selection;
import io.github.precheckwatcher.watch.act.Selection.ByFilter;
import io.github.precheckwatcher.watch.act.Selection.ByIds;
import io.github.precheckwatcher.watch.act.WatchActs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every WatchActs promises of choosing, cancelling, polling and watching again, held against each database. */
abstract class WatchActsContract extends WatchStoreContract {
    private static final Requester ANN = new Requester("local:ann", "127.0.0.1", Optional.of("a typo"));
    private static final Instant LATER = NOW.plus(Duration.ofHours(3));

    private WatchActs acts;

    @BeforeEach
    void openActs() {
        acts = new JdbcWatchActs(database.transactions());
    }

    @Test
    void chosen_by_id_are_those_that_are_there_whether_they_run_or_not() {
        end(spec("a"), Outcome.WARNING, "v1", NOW.plusSeconds(3));
        store.register(List.of(spec("b"), spec("c")), NOW, ids);
        store.record(List.of(recheck(named(claim(NOW), "b"), NOW.plusSeconds(60))));

        List<Chosen> chosen = acts.choose(
                new ByIds(List.of("watch-00003", "none", "watch-00001", "watch-00002", "watch-00003")), NOW);

        assertThat(chosen)
                .containsExactly(
                        new Chosen("watch-00001", spec("a"), State.ENDED, false, Optional.of(Outcome.WARNING)),
                        new Chosen("watch-00002", spec("b"), State.WATCHING, false, Optional.empty()),
                        new Chosen("watch-00003", spec("c"), State.WATCHING, true, Optional.empty()));
        assertThat(acts.choose(new ByIds(List.of("watch-00003")), NOW.plus(LEASE)))
                .as("a lease that ran out is no poll")
                .noneMatch(Chosen::polled);
    }

    @Test
    void chosen_by_filter_are_those_of_which_all_of_it_holds() {
        end(spec("a"), Outcome.WARNING, "v1", NOW.plusSeconds(3));
        end(spec("b"), Outcome.WARNING, "v2", NOW.plusSeconds(5));
        end(spec("c"), Outcome.PASSED, "v3", NOW.plusSeconds(7));
        store.register(List.of(spec("d")), NOW, ids);
        database.execute("update watch set labels = '{\"env\":\"test\"}' where name = 'a'");

        assertThat(names(ended(Optional.empty(), Optional.empty()))).containsExactly("a", "b", "c");
        assertThat(names(ended(Optional.of(Outcome.WARNING), Optional.empty()))).containsExactly("a", "b");
        assertThat(names(ended(Optional.empty(), Optional.of(NOW.plusSeconds(5)))))
                .containsExactly("b", "c");
        assertThat(names(ended(Optional.of(Outcome.WARNING), Optional.empty(), "env=test")))
                .containsExactly("a");
        assertThat(names(running())).containsExactly("d");
    }

    @Test
    void what_only_a_tombstone_is_left_of_is_no_watch() {
        end(spec("a"), Outcome.PASSED, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), Set.of(spec("a").identity()));
        ByIds tombstone = new ByIds(List.of("watch-00001"));

        assertThat(acts.choose(tombstone, NOW)).isEmpty();
        assertThat(acts.take(tombstone.ids(), NOW, LEASE)).isEmpty();
        assertThat(acts.poll(tombstone.ids(), NOW, ANN)).isEmpty();
        assertThat(acts.rewatch(tombstone, List.of(), NOW, ANN)).isEmpty();
        assertThat(acts.rewatch(ended(Optional.empty(), Optional.empty()), List.of(), NOW, ANN))
                .isEmpty();
        assertThat(store.counts()).containsEntry("WATCHING", 0L).containsEntry("ENDED", 0L);
    }

    @Test
    void one_that_is_taken_is_ended_with_who_asked_and_the_poll_under_way_changes_nothing() {
        end(spec("ended"), Outcome.PASSED, "v1", NOW);
        store.register(List.of(spec("a")), NOW, ids);
        Watch polled = claim(NOW).get(0);
        store.keepUnnamed(List.of("watch-00002"));

        List<Watch> taken = acts.take(List.of("watch-00001", "watch-00002", "none"), NOW, LEASE);
        Conclusion end = conclusion(taken.get(0), Outcome.CANCELLED, "v2", NOW, List.of());
        Set<String> written = store.conclude(List.of(new Conclusion(
                end.watch(), end.verdict(), end.polls(), end.lastSeen(), end.deliveries(), Optional.of(ANN))));

        assertThat(names(taken)).containsExactly("a");
        assertThat(written).containsExactly("v2");
        assertThat(store.record(List.of(recheck(polled, NOW.plusSeconds(5))))).isEqualTo(1);
        assertThat(store.conclude(List.of(conclusion(polled, Outcome.PASSED, "v3", NOW))))
                .isEmpty();
        assertThat(history("watch-00002"))
                .containsExactly("REGISTERED a by nobody", "ENDED CANCELLED by local:ann 127.0.0.1 a typo");
    }

    @Test
    void a_running_watch_is_due_at_once_unless_it_is_being_polled() {
        end(spec("ended"), Outcome.PASSED, "v1", NOW);
        store.register(List.of(spec("waits"), spec("polled")), NOW, ids);
        store.record(List.of(recheck(named(claim(NOW), "waits"), NOW.plusSeconds(60))));
        Instant soon = NOW.plusSeconds(2);
        assertThat(claim(soon)).isEmpty();

        List<Chosen> found = acts.poll(rows("select id as c from watch"), soon, ANN);

        assertThat(found)
                .extracting(watch -> watch.spec().name(), Chosen::runs, Chosen::polled)
                .containsExactlyInAnyOrder(
                        tuple("ended", false, false), tuple("waits", true, false), tuple("polled", true, true));
        assertThat(names(claim(soon))).containsExactly("waits");
        assertThat(history("watch-00003"))
                .containsExactly("REGISTERED waits by nobody", "POLL_REQUESTED waits by local:ann 127.0.0.1 a typo");
        assertThat(history("watch-00002")).containsExactly("REGISTERED polled by nobody");
        assertThat(history("watch-00001")).hasSize(2);
    }

    @Test
    void one_that_is_due_already_keeps_its_place() {
        store.register(List.of(spec("a")), NOW, ids);

        acts.poll(List.of("watch-00001"), LATER, ANN);

        assertThat(claim(LATER)).extracting(Watch::dueAt).containsExactly(NOW);
    }

    @Test
    void a_further_round_begins_with_everything_anew_and_has_a_verdict_of_its_own() {
        end(spec("a"), Outcome.TIMED_OUT, "v1", NOW.plusSeconds(3));
        store.register(List.of(spec("b")), NOW, ids);

        List<Chosen> found = acts.rewatch(new ByIds(List.of("watch-00001", "watch-00002")), List.of(), LATER, ANN);

        assertThat(found).extracting(Chosen::runs).containsExactly(false, true);
        Watch again = named(claim(LATER), "a");
        assertThat(again.roundStartedAt()).isEqualTo(LATER);
        assertThat(again.deadlineAt()).isEqualTo(LATER.plus(spec("a").deadline()));
        assertThat(again.polls()).isZero();
        assertThat(again.lastSeen()).isEqualTo(LastSeen.NOTHING);
        assertThat(again.spec()).isEqualTo(spec("a"));
        assertThat(store.conclude(List.of(conclusion(again, Outcome.PASSED, "v2", LATER))))
                .containsExactly("v2");
        assertThat(rows("select round || ' ' || id as c from verdict where watch_id = 'watch-00001' order by 1"))
                .containsExactly("1 v1", "2 v2");
        assertThat(history("watch-00001"))
                .containsExactly(
                        "REGISTERED a by nobody",
                        "ENDED TIMED_OUT by nobody",
                        "NEW_ROUND a by local:ann 127.0.0.1 a typo",
                        "ENDED PASSED by nobody");
        assertThat(history("watch-00002")).hasSize(1);
    }

    @Test
    void a_round_goes_by_what_the_file_says_now_and_counts_as_named_by_it_alone() {
        end(spec("a"), Outcome.PASSED, "v1", NOW);
        end(spec("b"), Outcome.PASSED, "v2", NOW);
        WatchSpec file = changed(spec("a"), Duration.ofMinutes(5));

        List<Chosen> found =
                acts.rewatch(ended(Optional.empty(), Optional.empty()), List.of(file, spec("c")), LATER, ANN);

        assertThat(found).extracting(Chosen::spec).containsExactly(file, spec("b"));
        assertThat(claim(LATER)).extracting(Watch::spec).containsExactlyInAnyOrder(file, spec("b"));
        assertThat(store.unnamed(List.of())).as("the files may stop naming it").hasSize(1);
        assertThat(kinds(file)).as("nothing is left to change").containsOnly(Kind.RUNNING);
        assertThat(history("watch-00001")).last().isEqualTo("NEW_ROUND renamed by local:ann 127.0.0.1 a typo");
    }

    @Test
    void thousands_begin_together_beside_another_node_that_asks_the_same_and_one_that_registers() throws Exception {
        int count = 2_300;
        List<WatchSpec> specs = specs(count);
        store.register(specs, NOW, ids);
        List<Watch> claimed = new ArrayList<>();
        for (List<Watch> some = claim(500); !some.isEmpty(); some = claim(500)) {
            claimed.addAll(some);
        }
        store.conclude(claimed.stream()
                .map(watch -> conclusion(watch, Outcome.UNKNOWN, "v-" + watch.id(), NOW, List.of()))
                .toList());
        assertThat(store.counts()).containsEntry("ENDED", (long) count);
        Selection unknown = ended(Optional.of(Outcome.UNKNOWN), Optional.empty());
        CyclicBarrier start = new CyclicBarrier(3);
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try {
            Future<List<Chosen>> one = nodes.submit(() -> rewatchAt(start, unknown));
            Future<List<Chosen>> other = nodes.submit(() -> rewatchAt(start, unknown));
            Future<?> registration = nodes.submit(() -> registerAt(start, specs, "other"));
            registration.get();

            assertThat(List.of(one.get().size(), other.get().size())).containsExactlyInAnyOrder(count, 0);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(rows("select distinct state || ' ' || round as c from watch"))
                .containsExactly("WATCHING 2");
        assertThat(rows("select id as c from event where kind = 'NEW_ROUND'")).hasSize(count);
    }

    private List<Chosen> rewatchAt(CyclicBarrier start, Selection selection) throws Exception {
        start.await();
        return new JdbcWatchActs(database.transactions()).rewatch(selection, List.of(), LATER, ANN);
    }

    private List<String> names(Selection selection) {
        return acts.choose(selection, NOW).stream()
                .map(watch -> watch.spec().name())
                .toList();
    }

    private static Selection ended(Optional<Outcome> outcome, Optional<Instant> since, String... matchers) {
        return new ByFilter(filter(State.ENDED, outcome, matchers), since);
    }

    private static Selection running() {
        return new ByFilter(filter(State.WATCHING, Optional.empty()), Optional.empty());
    }

    private static Filter filter(State state, Optional<Outcome> outcome, String... matchers) {
        return new Filter(
                Optional.of(state),
                outcome,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(matchers).stream().map(LabelMatcher::parse).toList());
    }

    private List<String> history(String watchId) {
        return rows("select kind || ' ' || detail || ' by ' || coalesce(requested_by || ' ' || requested_from || ' '"
                + " || reason, 'nobody') as c from event where watch_id = '" + watchId + "' order by id");
    }
}
