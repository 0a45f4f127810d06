package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.changed;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.ProgressPoints;
import io.github.precheckwatcher.precheck.ProgressPoints.Point;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What polls said of progress and database type over time, held against each database. */
abstract class ProgressContract extends WatchStoreContract {
    private WatchQueries queries;

    @BeforeEach
    void openQueries() {
        queries = new JdbcWatchQueries(database.transactions());
    }

    @Test
    void a_point_is_written_when_progress_or_state_changed_and_at_the_end() {
        store.register(List.of(spec("orders")), NOW, ids);
        poll(0, seen("created", 0, 0));
        poll(10, seen("created", 40, 10));
        String stored = rows("select points as c from progress").get(0);
        poll(20, seen("created", 40, 20));
        assertThat(rows("select points as c from progress")).containsExactly(stored);
        poll(30, seen("waiting", 40, 30));
        store.conclude(List.of(conclusion(claim(at(40)).get(0), Outcome.PASSED, "v1", at(41))));

        assertThat(progress("watch-00001")).containsExactly(point(0, 0), point(10, 40), point(30, 40), point(41, 100));
    }

    @Test
    void what_does_not_say_how_far_it_is_makes_no_point() {
        store.register(List.of(spec("orders")), NOW, ids);
        poll(
                0,
                new LastSeen(
                        Optional.of("created"),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOW)));

        assertThat(progress("watch-00001")).isEmpty();
        assertThat(queries.find("watch-00001").orElseThrow().watch().lastSeen().at())
                .hasValue(NOW);
    }

    @Test
    void a_stale_poll_makes_no_point() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch stale = claim(NOW).get(0);
        poll(60, seen("created", 40, 60));

        store.record(List.of(recheck(stale, 70, seen("created", 99, 70))));

        assertThat(progress("watch-00001")).containsExactly(point(60, 40));
    }

    @Test
    void more_than_a_hundred_points_of_a_round_are_thinned_as_they_come() {
        store.register(List.of(spec("orders")), NOW, ids);
        ProgressPoints expected = ProgressPoints.NONE;
        for (int i = 0; i < 130; i++) {
            int progress = i % 2 == 0 ? 10 : i % 101;
            expected = expected.with(point(i * 7, progress));
            poll(i * 7, seen("state " + i, progress, i * 7));
        }

        assertThat(progress("watch-00001")).hasSize(100).isEqualTo(expected.points());
    }

    @Test
    void a_new_round_begins_anew_and_the_end_of_the_watch_takes_all_of_it() {
        WatchSpec spec = spec("orders", Duration.ofMinutes(1));
        store.register(List.of(spec), NOW, ids);
        poll(0, seen("created", 40, 0));
        store.conclude(List.of(conclusion(claim(at(10)).get(0), Outcome.TIMED_OUT, "v1", at(61))));
        store.register(List.of(spec("orders", Duration.ofHours(1))), at(100), ids);

        assertThat(progress("watch-00001")).isEmpty();
        assertThat(queries.find("watch-00001").orElseThrow().watch().lastSeen()).isEqualTo(LastSeen.NOTHING);
        poll(100, seen("created", 40, 100));
        assertThat(progress("watch-00001")).containsExactly(point(100, 40));
        assertThat(rows("select 'row' as c from progress")).hasSize(2);

        store.conclude(List.of(conclusion(claim(at(110)).get(0), Outcome.PASSED, "v2", at(110))));
        deliverAll();
        store.expire(at(111), Set.of(spec.identity()));

        assertThat(rows("select state as c from watch where seen_at is null and source_type is null"))
                .containsExactly("TOMBSTONE");
        assertThat(rows("select 'row' as c from progress")).isEmpty();
    }

    @Test
    void a_watch_that_is_deleted_takes_its_progress_along() {
        store.register(List.of(spec("orders")), NOW, ids);
        poll(0, seen("created", 40, 0));
        database.execute("delete from watch");

        assertThat(rows("select 'row' as c from progress")).isEmpty();
    }

    @Test
    void another_node_shows_the_same() {
        store.register(List.of(spec("orders"), spec("billing")), NOW, ids);
        JdbcWatchStore other = new JdbcWatchStore(database.transactions());
        List<Watch> claimed = claim(NOW);
        store.record(List.of(recheck(claimed.get(0), 1, seen("created", 1, 1))));
        other.record(List.of(recheck(claimed.get(1), 2, seen("created", 2, 2))));
        other.record(claim(at(2)).stream()
                .map(watch -> recheck(watch, 3, seen("created", 50, 3)))
                .toList());

        WatchQueries there = new JdbcWatchQueries(database.transactions());
        for (Watch watch : claimed) {
            assertThat(there.progress(watch.id()).points())
                    .hasSize(2)
                    .endsWith(point(3, 50))
                    .isEqualTo(progress(watch.id()));
        }
    }

    @Test
    void the_last_good_poll_of_an_ended_watch_is_the_one_that_ended_it() {
        store.register(List.of(spec("orders")), NOW, ids);
        poll(0, seen("created", 40, 0));
        store.conclude(List.of(conclusion(claim(at(10)).get(0), Outcome.PASSED, "v1", at(11))));

        LastSeen seen = queries.find("watch-00001").orElseThrow().watch().lastSeen();

        assertThat(seen.state()).hasValue("completed");
        assertThat(seen.progress()).hasValue(100);
        assertThat(seen.at()).hasValue(at(11));
    }

    @Test
    void the_database_type_is_known_from_the_report_on_and_to_later_watches_of_the_instance() {
        end(spec("orders"), Outcome.PASSED, "v1", NOW);
        WatchSpec orders = spec("orders");
        WatchSpec nextDay = withRef(orders, "t-next-day", orders.ref().instanceUuid(), "cn-hangzhou");
        WatchSpec elsewhere = withRef(orders, "t-elsewhere", orders.ref().instanceUuid(), "cn-beijing");
        store.register(List.of(nextDay, elsewhere, changed(spec("billing"), Duration.ofHours(1))), NOW, ids);

        assertThat(queries.find("watch-00001").flatMap(Entry::sourceType)).hasValue("MYSQL");
        assertThat(rows("select task_id as c from watch where source_type = 'MYSQL' order by task_id"))
                .containsExactly("t-next-day", "t-orders");
    }

    private void poll(int second, LastSeen seen) {
        Watch watch = claim(at(second)).get(0);
        store.record(List.of(recheck(watch, second, seen)));
    }

    private static Recheck recheck(Watch watch, int second, LastSeen seen) {
        return new Recheck(watch, at(second), watch.polls() + 1, 0, 0, Optional.empty(), seen);
    }

    private static LastSeen seen(String state, int progress, int second) {
        return new LastSeen(
                Optional.of(state),
                OptionalInt.of(progress),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(at(second)));
    }

    private List<Point> progress(String watchId) {
        return queries.progress(watchId).points();
    }

    private static Point point(int second, int progress) {
        return new Point(at(second), progress);
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }
}
