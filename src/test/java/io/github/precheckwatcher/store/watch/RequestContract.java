package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.changed;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.WatchStore.Requested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Registering what a request asks for, held against each database. */
abstract class RequestContract extends WatchStoreContract {
    private static final Requester ALICE = new Requester("local:alice", "127.0.0.1", Optional.of("a migration"));
    private static final int MOST = 100_000;

    @Test
    void a_new_watch_runs_at_once_and_the_history_has_who_asked() {
        assertThat(request(spec("orders"))).containsExactly(Kind.NEW);

        assertThat(claim(NOW)).extracting(Watch::spec).containsExactly(spec("orders"));
        assertThat(rows("select kind || ' ' || requested_by || ' ' || requested_from || ' ' || reason as c from event"))
                .containsExactly("REGISTERED local:alice 127.0.0.1 a migration");
    }

    @Test
    void the_same_again_changes_nothing() {
        request(spec("a"), spec("b"));
        List<String> before = rows("select id || fencing || due_at || name as c from watch order by id");

        assertThat(request(spec("b"), spec("a"))).containsExactly(Kind.RUNNING, Kind.RUNNING);

        assertThat(rows("select id || fencing || due_at || name as c from watch order by id"))
                .isEqualTo(before);
        assertThat(rows("select kind as c from event"))
                .containsOnly("REGISTERED")
                .hasSize(2);
    }

    @Test
    void other_settings_change_a_running_watch_and_the_history_has_who_asked() {
        request(spec("orders"));
        Watch polled = claim(NOW).get(0);
        store.record(List.of(recheck(polled, NOW.plusSeconds(3))));

        assertThat(request(changed(spec("orders"), Duration.ofMinutes(30)))).containsExactly(Kind.CHANGED);

        Watch now = claim(NOW.plusSeconds(3)).get(0);
        assertThat(now.spec().name()).isEqualTo("renamed");
        assertThat(now.deadlineAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(now.polls()).isEqualTo(1);
        assertThat(rows("select kind || requested_by as c from event order by id"))
                .containsExactly("REGISTEREDlocal:alice", "CHANGEDlocal:alice");
    }

    @Test
    void what_has_ended_stays_ended_and_a_longer_deadline_gives_one_that_timed_out_another_round() {
        request(spec("passed"), spec("late"));
        List<Watch> claimed = claim(NOW);
        store.conclude(List.of(
                conclusion(named(claimed, "passed"), Outcome.PASSED, "v1", NOW),
                conclusion(named(claimed, "late"), Outcome.TIMED_OUT, "v2", NOW)));

        assertThat(request(
                        withDeadline(spec("passed"), Duration.ofDays(1)),
                        withDeadline(spec("late"), Duration.ofDays(1))))
                .containsExactly(Kind.ENDED, Kind.NEW_ROUND);

        assertThat(names(claim(NOW))).containsExactly("late");
        assertThat(rows("select kind || requested_by as c from event where kind = 'NEW_ROUND'"))
                .containsExactly("NEW_ROUNDlocal:alice");
    }

    @Test
    void what_a_file_names_keeps_the_files_settings() {
        store.register(List.of(spec("same"), spec("other")), NOW, ids);
        List<String> before = rows("select id || name || deadline_ms || in_files as c from watch order by id");

        assertThat(request(spec("same"), changed(spec("other"), Duration.ofMinutes(1))))
                .containsExactly(Kind.RUNNING, Kind.IN_FILES);

        assertThat(rows("select id || name || deadline_ms || in_files as c from watch order by id"))
                .isEqualTo(before);
        assertThat(counted()).isZero();
    }

    @Test
    void a_timed_out_watch_that_a_file_names_gets_its_next_round_by_the_file_alone() {
        end(spec("late"), Outcome.TIMED_OUT, "v1", NOW);
        WatchSpec longer = withDeadline(spec("late"), Duration.ofDays(1));

        Requested named = store.request(List.of(longer), NOW, ids, ALICE, Set.of(longer.identity())::contains, MOST);
        assertThat(kinds(named)).containsExactly(Kind.IN_FILES);
        assertThat(claim(NOW)).isEmpty();

        assertThat(request(longer)).as("no file names it any more").containsExactly(Kind.NEW_ROUND);
        assertThat(counted()).isEqualTo(1);
        assertThat(store.unnamed(List.of())).isEmpty();
    }

    @Test
    void no_reload_ends_what_no_file_named() {
        request(spec("a"));

        assertThat(store.unnamed(List.of())).isEmpty();
        assertThat(store.takeUnnamed(List.of("watch-00001"), NOW, Duration.ofSeconds(30)))
                .isEmpty();
    }

    @Test
    void a_file_that_names_it_later_takes_it_over() {
        request(spec("a"));
        WatchSpec cancelled = onRemoval(spec("a"), OnRemoval.CANCEL);

        assertThat(kinds(cancelled)).containsExactly(Kind.RUNNING);

        assertThat(counted()).isZero();
        assertThat(store.unnamed(List.of())).hasSize(1);
        assertThat(request(spec("a")))
                .as("a request says nothing of its removal")
                .containsExactly(Kind.RUNNING);
        assertThat(request(changed(spec("a"), Duration.ofMinutes(9)))).containsExactly(Kind.IN_FILES);
    }

    @Test
    void one_that_the_files_name_no_more_and_that_goes_on_may_be_changed_and_does_not_count() {
        store.register(List.of(spec("a")), NOW, ids);
        store.keepUnnamed(List.of("watch-00001"));

        assertThat(request(changed(spec("a"), Duration.ofMinutes(9)))).containsExactly(Kind.CHANGED);

        assertThat(claim(NOW).get(0).spec().runbook())
                .as("no request says it")
                .isEqualTo(spec("a").runbook());
        assertThat(counted()).isZero();
        assertThat(store.unnamed(List.of())).isEmpty();
    }

    @Test
    void results_come_in_the_order_of_the_request() {
        List<WatchSpec> specs = new ArrayList<>(specs(1_200));
        Collections.shuffle(specs, new java.util.Random(7));

        Requested.Done done = (Requested.Done) store.request(specs, NOW, ids, ALICE, none -> false, MOST);

        assertThat(done.registered()).extracting(Registered::spec).containsExactlyElementsOf(specs);
        assertThat(done.registered()).extracting(Registered::watchId).doesNotHaveDuplicates();
    }

    @Test
    void over_the_limit_nothing_is_registered() {
        assertThat(request(3, spec("a"), spec("b"))).containsExactly(Kind.NEW, Kind.NEW);

        assertThat(store.request(List.of(spec("c"), spec("a"), spec("d")), NOW, ids, ALICE, none -> false, 3))
                .isEqualTo(new Requested.TooMany(2, 2));
        assertThat(rows("select name as c from watch")).containsExactlyInAnyOrder("a", "b");

        assertThat(request(3, spec("c"), spec("a"))).containsExactly(Kind.NEW, Kind.RUNNING);
        assertThat(request(0, spec("c"), changed(spec("a"), Duration.ofMinutes(1))))
                .as("nothing is added")
                .containsExactly(Kind.RUNNING, Kind.CHANGED);
    }

    @Test
    void ended_ones_count_until_the_retention_deletes_them() {
        request(spec("a"), spec("b"));
        List<Watch> claimed = claim(NOW);
        store.conclude(List.of(
                conclusion(named(claimed, "a"), Outcome.PASSED, "v1", NOW, List.of()),
                conclusion(named(claimed, "b"), Outcome.PASSED, "v2", NOW, List.of())));
        assertThat(counted()).isEqualTo(2);

        store.expire(NOW.plusSeconds(1), Set.of(spec("b").identity()));

        assertThat(counted())
                .as("of the one that a file names a tombstone is left")
                .isZero();
        assertThat(rows("select name || state as c from watch")).containsExactly("bTOMBSTONE");
    }

    @Test
    void two_nodes_do_not_exceed_the_limit_together() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);

        List<Requested> both = Together.run(
                () -> requestAt(start, specs(700).subList(0, 300)),
                () -> requestAt(start, specs(700).subList(300, 700)));

        assertThat(both).filteredOn(Requested.Done.class::isInstance).hasSize(1);
        assertThat(both).filteredOn(Requested.TooMany.class::isInstance).hasSize(1);
        assertThat(counted()).isLessThanOrEqualTo(500).isPositive();
    }

    @Test
    void the_same_from_two_nodes_at_once_is_registered_once() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<WatchSpec> backwards = new ArrayList<>(specs(400));
        Collections.reverse(backwards);

        List<Requested> both = Together.run(() -> requestAt(start, specs(400)), () -> requestAt(start, backwards));

        assertThat(both.stream().flatMap(requested -> kinds(requested).stream()).filter(Kind.NEW::equals))
                .hasSize(400);
        assertThat(counted()).isEqualTo(400);
    }

    @Test
    void a_request_and_a_file_that_name_the_same_at_once_make_one_watch_of_each_and_the_file_has_it() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);

        Together.run(() -> requestAt(start, specs(400)), () -> registerAt(start, specs(400), "file"));

        assertThat(store.counts()).containsOnly(entry("WATCHING", 400L), entry("ENDED", 0L));
        assertThat(store.unnamed(List.of())).hasSize(400);
        assertThat(counted()).isZero();
    }

    @Test
    void one_that_the_database_refuses_keeps_all_from_being_registered_and_is_named() {
        database.execute("alter table watch add constraint no_such check (name <> 'db-01007')");
        request(spec("before"));

        Requested requested = store.request(specs(1_500), NOW, ids, ALICE, none -> false, MOST);

        assertThat(requested).isInstanceOfSatisfying(Requested.Refused.class, refused -> {
            assertThat(refused.spec()).isEqualTo(spec("db-01007"));
            assertThat(refused.why()).isNotBlank().doesNotContain("\n");
        });
        assertThat(rows("select name as c from watch")).containsExactly("before");
        assertThat(rows("select kind as c from event")).hasSize(1);
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void ten_thousand_are_registered_in_one_transaction_and_named_again_without_a_write() {
        Supplier<String> random = () -> UUID.randomUUID().toString();

        Requested first = store.request(specs(10_000), NOW, random, ALICE, none -> false, MOST);
        Requested second = store.request(specs(10_000), NOW, random, ALICE, none -> false, MOST);

        assertThat(kinds(first)).containsOnly(Kind.NEW).hasSize(10_000);
        assertThat(kinds(second)).containsOnly(Kind.RUNNING).hasSize(10_000);
        assertThat(store.watching(ACCOUNT)).isEqualTo(10_000);
        assertThat(counted()).isEqualTo(10_000);
    }

    private Requested requestAt(CyclicBarrier start, List<WatchSpec> specs) throws Exception {
        start.await();
        return new JdbcWatchStore(database.transactions())
                .request(specs, NOW, () -> UUID.randomUUID().toString(), ALICE, none -> false, 500);
    }

    private List<Kind> request(WatchSpec... specs) {
        return request(MOST, specs);
    }

    private List<Kind> request(int most, WatchSpec... specs) {
        return kinds(store.request(Arrays.asList(specs), NOW, ids, ALICE, none -> false, most));
    }

    private static List<Kind> kinds(Requested requested) {
        return requested instanceof Requested.Done done
                ? done.registered().stream().map(Registered::kind).toList()
                : List.of();
    }

    private int counted() {
        return rows("select watch_id as c from requested").size();
    }

    private static WatchSpec onRemoval(WatchSpec s, OnRemoval onRemoval) {
        return new WatchSpec(
                s.name(),
                s.ref(),
                s.account(),
                s.labels(),
                s.runbook(),
                s.notifiers(),
                s.deadline(),
                s.polling(),
                onRemoval);
    }
}
