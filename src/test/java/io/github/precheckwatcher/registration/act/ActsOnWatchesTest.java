package io.github.precheckwatcher.registration.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.registration.NodeAgreement;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.watch.Recorder;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.act.Act;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Forgotten;
import io.github.precheckwatcher.watch.act.Selection;
import io.github.precheckwatcher.watch.act.WatchActs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActsOnWatchesTest {
    private static final Clock CLOCK = Clock.fixed(StoredWatches.NOW, ZoneOffset.UTC);
    private static final Requester ANN = new Requester("local:ann", "127.0.0.1", Optional.of("a typo"));

    @TempDir
    Path folder;

    private final FakeActs store = new FakeActs();
    private final List<Integer> batches = new ArrayList<>();
    private final Set<String> unwritten = new HashSet<>();
    private final Waiter waiter = new Waiter(CLOCK);
    private final FakeClock monotonic = new FakeClock(StoredWatches.NOW);
    private Duration batchTakes = Duration.ZERO;
    private List<String> differing = List.of();
    private CurrentConfig config;
    private ActsOnWatches acts;
    private LogLines log;

    @BeforeEach
    void open() {
        config = new CurrentConfig(new ConfigFolderBuilder(folder).load());
        acts = new ActsOnWatches(store, recorder(), waiter, config, config, CLOCK, monotonic);
        log = LogLines.of(ActsOnWatches.class);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CANCEL, CANCELLED, CANCELLED, ENDED",
        "POLL, DUE, POLLING, ENDED",
        "REWATCH, RUNNING, RUNNING, NEW_ROUND"
    })
    void a_preview_says_what_the_act_would_do_and_changes_nothing(
            Act act, ActEffect running, ActEffect polled, ActEffect ended) {
        store.running("a", false);
        store.running("b", true);
        store.ended("c", Outcome.WARNING);

        assertThat(acts.preview(act, all())).extracting(ActResult::effect).containsExactly(running, polled, ended);

        assertThat(store.calls).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void thousands_are_cancelled_in_batches_and_counted_in_one_line() {
        for (int i = 0; i < 1_100; i++) {
            store.running("db-%04d".formatted(i), false);
        }

        List<ActResult> results = acts.perform(Act.CANCEL, all(), ANN);

        assertThat(results).hasSize(1_100).extracting(ActResult::effect).containsOnly(ActEffect.CANCELLED);
        assertThat(batches).containsExactly(500, 500, 100);
        assertThat(log.lines())
                .containsExactly("INFO cancel watches=1100 by=local:ann from=127.0.0.1 reason=\"a typo\"");
    }

    @Test
    void what_one_request_has_no_time_for_is_left_to_the_next() {
        for (int i = 0; i < 1_700; i++) {
            store.running("db-%04d".formatted(i), false);
        }
        batchTakes = Duration.ofSeconds(8);

        List<ActResult> results = acts.perform(Act.CANCEL, all(), ANN);

        assertThat(batches).as("begun within 15 s").containsExactly(500, 500);
        assertThat(results.stream().map(ActResult::effect).filter(ActEffect.CANCELLED::equals))
                .hasSize(1_000);
        assertThat(results.stream().map(ActResult::effect).filter(ActEffect.NOT_REACHED::equals))
                .hasSize(700);
        assertThat(log.lines()).singleElement().asString().contains("cancel watches=1000");
    }

    @Test
    void one_whose_end_is_not_written_runs_on_and_says_so() {
        store.running("a", false);
        store.running("b", false);
        unwritten.add("b");

        List<ActResult> results = acts.perform(Act.CANCEL, all(), ANN);

        assertThat(results).extracting(ActResult::effect).containsExactly(ActEffect.CANCELLED, ActEffect.NOT_CANCELLED);
        assertThat(results.get(1).reason())
                .hasValueSatisfying(why -> assertThat(why).contains("it runs on, try again"));
        assertThat(log.lines()).singleElement().asString().contains("cancel watch=a task=t-a");
    }

    @Test
    void who_is_due_wakes_the_poll_loop_and_who_is_not_does_not() {
        store.running("a", true);
        long before = waiter.ticket();
        acts.perform(Act.POLL, all(), ANN);
        acts.perform(Act.REWATCH, all(), ANN);
        assertThat(waiter.ticket()).isEqualTo(before);

        store.running("a", false);
        acts.perform(Act.POLL, all(), ANN);
        assertThat(waiter.ticket()).isEqualTo(before + 1);

        store.ended("a", Outcome.PASSED);
        acts.perform(Act.REWATCH, all(), ANN);
        assertThat(waiter.ticket()).isEqualTo(before + 2);
    }

    @Test
    void rounds_go_by_what_the_files_name_and_are_logged_as_those_of_new_tasks_are() {
        store.ended("a", Outcome.PASSED);

        acts.perform(Act.REWATCH, all(), ANN);

        assertThat(store.calls).containsExactly("rewatch t-000bc9nqwxsbyvod0001 by local:ann");
        assertThat(log.lines())
                .containsExactly(
                        "INFO rewatch watch=a task=t-a by=local:ann from=127.0.0.1 reason=\"a typo\"",
                        "INFO watching watch=a task=t-a account=default deadline=2h");
    }

    @Test
    void nothing_is_logged_when_nothing_was_done() {
        store.ended("a", Outcome.PASSED);

        acts.perform(Act.CANCEL, all(), ANN);
        acts.perform(Act.POLL, all(), ANN);

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_watch_that_may_be_named_by_another_node_is_not_forgotten() {
        store.ended("a", Outcome.PASSED);
        differing = List.of("db-watch-2");

        assertThat(forget("a"))
                .isEqualTo(new ForgetWatches.Result.Refused("the watch a may be named by a tasks file of another node:"
                        + " the files of db-watch-2 name other tasks; forget it once all agree"));
        assertThat(store.calls).isEmpty();
    }

    @Test
    void what_the_store_keeps_is_not_forgotten_and_a_forgotten_one_is_logged() {
        store.ended("a", Outcome.PASSED);
        Chosen watch = store.watches.get("a");

        store.forgotten = new Forgotten.Firing(watch, List.of("am", "bm"));
        assertThat(forget("a"))
                .isEqualTo(new ForgetWatches.Result.Refused(
                        "the watch a has an alert that fires at am, bm; acknowledge it first"));
        assertThat(log.lines()).isEmpty();

        store.forgotten = new Forgotten.Gone(watch);
        assertThat(forget("a")).isEqualTo(new ForgetWatches.Result.Done(watch));
        assertThat(log.lines())
                .containsExactly("INFO forget watch=a task=t-a by=local:ann from=127.0.0.1 reason=\"a typo\"");
        assertThat(forget("none")).isEqualTo(new ForgetWatches.Result.Unknown());
    }

    private ForgetWatches.Result forget(String id) {
        NodeAgreement nodes = () -> differing;
        return new ForgetWatches(store, config, nodes, CLOCK).forget(id, ANN);
    }

    private static Selection all() {
        return new Selection.ByIds(List.of("all"));
    }

    private Recorder recorder() {
        return new Recorder(null, null, null, null, null, null, config, UUID::randomUUID, null, CLOCK) {
            @Override
            public Set<String> cancel(List<Watch> withdrawn, Optional<Requester> by) {
                assertThat(by).hasValue(ANN);
                batches.add(withdrawn.size());
                monotonic.advance(batchTakes);
                return withdrawn.stream()
                        .map(Watch::id)
                        .filter(id -> !unwritten.contains(id))
                        .collect(Collectors.toSet());
            }
        };
    }

    /** Watches by id, which is their name. */
    private static final class FakeActs implements WatchActs {
        private final Map<String, Chosen> watches = new TreeMap<>();
        private final List<String> calls = new ArrayList<>();
        private Forgotten forgotten = new Forgotten.Unknown();

        void running(String name, boolean polled) {
            put(name, State.WATCHING, polled, Optional.empty());
        }

        void ended(String name, Outcome outcome) {
            put(name, State.ENDED, false, Optional.of(outcome));
        }

        private void put(String name, State state, boolean polled, Optional<Outcome> outcome) {
            watches.put(name, new Chosen(name, StoredWatches.spec(name), state, polled, outcome));
        }

        @Override
        public List<Chosen> choose(Selection selection, Instant now) {
            List<String> ids = ((Selection.ByIds) selection).ids();
            return watches.values().stream()
                    .filter(watch -> ids.contains("all") || ids.contains(watch.id()))
                    .toList();
        }

        @Override
        public List<Watch> take(Collection<String> ids, Instant now, Duration lease) {
            Map<String, Watch> taken = new HashMap<>();
            ids.forEach(id -> taken.put(id, watch(watches.get(id))));
            return List.copyOf(taken.values());
        }

        private static Watch watch(Chosen chosen) {
            Instant now = StoredWatches.NOW;
            return new Watch(
                    chosen.id(),
                    chosen.spec(),
                    now,
                    now,
                    now,
                    now,
                    0,
                    0,
                    0,
                    Optional.empty(),
                    StoredWatches.SEEN,
                    false,
                    1);
        }

        @Override
        public List<Chosen> poll(Collection<String> ids, Instant now, Requester by) {
            return choose(new Selection.ByIds(List.copyOf(ids)), now);
        }

        @Override
        public List<Chosen> rewatch(Selection selection, Collection<WatchSpec> files, Instant now, Requester by) {
            files.forEach(file -> calls.add("rewatch " + file.ref().taskId() + " by " + by.name()));
            return choose(selection, now);
        }

        @Override
        public Forgotten forget(String id, Instant now, Requester by) {
            return watches.containsKey(id) ? forgotten : new Forgotten.Unknown();
        }
    }
}
