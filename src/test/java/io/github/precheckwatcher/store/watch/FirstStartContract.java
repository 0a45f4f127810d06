package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which watches are of the first start, on an empty store, held against each database. */
abstract class FirstStartContract extends WatchStoreContract {
    @Test
    void what_is_registered_as_the_store_is_empty_is_of_the_first_start_until_a_poll_is_good() {
        store.registerAtStart(specs(2), NOW, ids);
        List<Watch> claimed = claim(NOW);
        assertThat(claimed).hasSize(2).allMatch(Watch::firstStart);

        store.record(List.of(recheck(claimed.get(0), NOW), failed(claimed.get(1))));

        assertThat(claim(NOW))
                .filteredOn(Watch::firstStart)
                .extracting(Watch::id)
                .containsExactly(claimed.get(1).id());
    }

    @Test
    void what_is_registered_otherwise_is_not_of_the_first_start_nor_is_what_comes_later() {
        store.register(List.of(spec("orders")), NOW, ids);
        assertThat(claim(NOW)).noneMatch(Watch::firstStart);

        store.registerAtStart(List.of(spec("orders"), spec("later")), NOW, ids);

        assertThat(names(claim(NOW))).containsExactly("later");
        assertThat(marked()).isEmpty();
    }

    @Test
    void a_registration_that_was_interrupted_is_of_the_first_start_when_it_is_made_again() {
        List<WatchSpec> specs = specs(1_200);
        AtomicInteger given = new AtomicInteger();
        Supplier<String> interrupted = () -> {
            if (given.incrementAndGet() > 700) {
                throw new IllegalStateException("killed");
            }
            return ids.get();
        };
        assertThatThrownBy(() -> store.registerAtStart(specs, NOW, interrupted)).hasMessage("killed");
        assertThat(marked()).as("what was committed before").isNotEmpty().hasSizeLessThan(1_200);

        store.registerAtStart(specs, NOW, ids);

        assertThat(marked()).hasSize(1_200);
    }

    @Test
    void the_first_start_is_over_with_the_first_good_poll_or_verdict() {
        store.registerAtStart(List.of(spec("orders")), NOW, ids);
        Watch orders = claim(NOW).get(0);
        store.record(List.of(recheck(orders, NOW)));
        store.registerAtStart(List.of(spec("second")), NOW, ids);
        assertThat(marked()).isEmpty();

        database.execute("delete from event");
        database.execute("delete from watch");
        store.registerAtStart(List.of(spec("third")), NOW, ids);
        assertThat(marked()).hasSize(1);
        store.conclude(List.of(conclusion(claim(NOW).get(0), Outcome.PASSED, "v1", NOW)));

        store.registerAtStart(List.of(spec("fourth")), NOW, ids);

        assertThat(marked()).isEmpty();
    }

    @Test
    void a_node_that_registers_while_another_polls_already_goes_on_with_its_first_start() {
        List<WatchSpec> specs = specs(600);
        AtomicInteger given = new AtomicInteger();
        Supplier<String> polledMeanwhile = () -> {
            if (given.incrementAndGet() == 501) {
                store.record(List.of(recheck(claim(1).get(0), NOW)));
            }
            return ids.get();
        };

        store.registerAtStart(specs, NOW, polledMeanwhile);

        assertThat(marked()).hasSize(599);
    }

    @Test
    void two_nodes_that_start_at_once_on_an_empty_store_both_begin_it() throws Exception {
        List<WatchSpec> all = specs(900);
        CyclicBarrier start = new CyclicBarrier(2);

        Together.run(
                () -> registerAtStart(start, all.subList(0, 700), "one"),
                () -> registerAtStart(start, all.subList(200, 900), "other"));

        assertThat(rows("select id as c from watch")).hasSize(900);
        assertThat(marked()).hasSize(900);
    }

    @Test
    void neither_a_tombstone_nor_a_new_round_belongs_to_a_first_start() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), Set.of(spec.identity()));

        store.registerAtStart(List.of(withDeadline(spec, Duration.ofHours(9)), spec("second")), NOW, ids);

        assertThat(claim(NOW)).hasSize(2).noneMatch(Watch::firstStart);
    }

    private Object registerAtStart(CyclicBarrier start, List<WatchSpec> specs, String who) throws Exception {
        AtomicInteger next = new AtomicInteger();
        start.await();
        return new JdbcWatchStore(database.transactions())
                .registerAtStart(specs, NOW, () -> who + "-" + next.incrementAndGet());
    }

    private List<String> marked() {
        return rows("select id as c from watch where first_start");
    }

    private static Recheck failed(Watch watch) {
        return new Recheck(watch, NOW, 1, 1, 0, Optional.empty(), LastSeen.NOTHING);
    }
}
