package io.github.precheckwatcher.store.outbox;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.FakeRules;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.notify.mute.MuteStore.Entry;
import io.github.precheckwatcher.notify.mute.MuteStore.Form;
import io.github.precheckwatcher.notify.mute.MuteStore.HeldBack;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.watch.JdbcWatchActs;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.act.Forgotten;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every MuteStore promises, held against each database. */
abstract class MuteStoreContract {
    private static final Requester SOMEBODY = new Requester("local:alice", "127.0.0.1", Optional.of("moves"));
    private static final Requester ANOTHER = new Requester("local", "::1", Optional.empty());
    private static final Instant LATER = NOW.plus(Duration.ofHours(3));

    private final Supplier<String> ids = StoredWatches.ids();
    private final Summaries summaries = new Summaries(Form.ONE);
    private Databases.Database database;
    private WatchStore store;
    private Outbox outbox;
    private MuteStore mutes;

    abstract Databases.Database fresh();

    @BeforeEach
    void openStore() {
        database = fresh();
        store = new JdbcWatchStore(database.transactions());
        outbox = new JdbcOutbox(database.transactions());
        mutes = new JdbcMuteStore(database.transactions());
        store.openAccounts(Map.of(ACCOUNT, 1_000_000.0), NOW);
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    @Test
    void a_verdict_under_a_mute_is_kept_and_marked_and_nobody_is_notified() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));

        end(spec("orders"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "log", "ops");

        assertThat(rows("select id || ' ' || outcome as c from verdict")).containsExactly("v1 FAILED");
        assertThat(mutes.marks(Set.of("v1", "none"))).containsOnly(entry("v1", List.of("m1")));
        assertThat(states()).containsExactly("v1-log MUTED", "v1-ops MUTED");
        assertThat(outbox.nextDue(List.of("log", "ops"))).isEmpty();
        assertThat(outbox.counts().keySet()).extracting(Outbox.Key::state).containsOnly(Outbox.State.MUTED);
        assertThat(mutes.find("m1").orElseThrow().verdicts()).isEqualTo(1);
    }

    @Test
    void other_watches_and_what_was_written_before_are_not_muted() {
        end(spec("early"), Outcome.FAILED, "v0", NOW, "ops");
        mutes.add(matching("m1", "env=\"test\"", Duration.ofHours(1)));
        String watch = register(spec("named"));
        mutes.add(naming("m2", watch, "named"));

        end(spec("other"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");

        assertThat(states()).containsExactly("v0-ops PENDING", "v1-ops PENDING");
        assertThat(mutes.marks(Set.of("v0", "v1"))).isEmpty();
    }

    @Test
    void a_watch_that_a_mute_names_is_muted() {
        String watch = register(spec("orders"));
        mutes.add(naming("m1", watch, "orders"));

        end(spec("orders"), Outcome.PASSED, "v1", NOW.plusSeconds(1), "ops");

        assertThat(states()).containsExactly("v1-ops MUTED");
    }

    @Test
    void a_withdrawn_watch_is_not_muted() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));

        end(spec("orders"), Outcome.CANCELLED, "v1", NOW.plusSeconds(1), "ops");

        assertThat(states()).containsExactly("v1-ops PENDING");
        assertThat(mutes.marks(Set.of("v1"))).isEmpty();
    }

    @Test
    void a_mute_whose_time_was_over_when_the_answer_came_holds_nothing_back() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofMinutes(5)));

        end(spec("in-time"), Outcome.FAILED, "v1", NOW.plusSeconds(299), "ops");
        end(spec("late"), Outcome.FAILED, "v2", NOW.plusSeconds(300), "ops");

        assertThat(states()).containsExactly("v1-ops MUTED", "v2-ops PENDING");
    }

    @Test
    void at_the_end_each_notifier_gets_one_message_that_sums_up_what_it_would_have_got() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.PASSED, "v1", NOW.plusSeconds(1), "ops", "log");
        end(spec("b"), Outcome.FAILED, "v2", NOW.plusSeconds(2), "ops", "log");
        end(spec("c"), Outcome.FAILED, "v3", NOW.plusSeconds(3), "ops");
        end(spec("d"), Outcome.FAILED, "v4", NOW.plusSeconds(4), "mail");

        endByTime("m1", LATER);
        assertThat(mutes.sendOn("m1", LATER, summaries)).isEqualTo(6);

        assertThat(summaries.made)
                .containsExactly("log: v2, v1 of {FAILED=1, PASSED=1}", "ops: v2, v3, v1 of {FAILED=2, PASSED=1}");
        assertThat(claimed("ops", LATER)).containsExactly("sum-ops");
        assertThat(claimed("log", LATER)).containsExactly("sum-log");
        assertThat(claimed("mail", LATER)).as("one alone goes as itself").containsExactly("v4");
        assertThat(rows("select id || ' ' || state || ' ' || coalesce(digest_id, '-') as c from delivery order by id"))
                .containsExactly(
                        "sum-log PENDING -",
                        "sum-ops PENDING -",
                        "v1-log PENDING sum-log",
                        "v1-ops PENDING sum-ops",
                        "v2-log PENDING sum-log",
                        "v2-ops PENDING sum-ops",
                        "v3-ops PENDING sum-ops",
                        "v4-mail PENDING -");
    }

    @Test
    void max_age_runs_from_the_end_of_the_mute() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");

        endByTime("m1", LATER);
        mutes.sendOn("m1", LATER, summaries);

        assertThat(outbox.claim("ops", new FakeRules(), claim(LATER)).deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.since()).isEqualTo(LATER));
    }

    @Test
    void what_is_sent_on_is_sent_on_once_however_often_and_by_however_many() throws Exception {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        mutes.add(matching("m2", "team=\"payments\"", Duration.ofHours(1)));
        for (int i = 0; i < 20; i++) {
            end(spec("db-" + i), Outcome.FAILED, "v" + i, NOW.plusSeconds(1), "ops");
        }
        endByTime("m1", LATER);
        endByTime("m2", LATER);

        Callable<Integer> one = () -> mutes.sendOn("m1", LATER, new Summaries(Form.ONE));
        Callable<Integer> other = () -> mutes.sendOn("m2", LATER, new Summaries(Form.ONE));
        List<Integer> sent = Together.run(one, other, one, other);

        assertThat(sent.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(mutes.sendOn("m1", LATER, new Summaries(Form.ONE))).isZero();
        assertThat(rows("select id as c from delivery where digest_id is null")).containsExactly("sum-ops");
        assertThat(mutes.open(LATER)).isEmpty();
    }

    @Test
    void an_end_that_was_written_is_open_until_all_is_sent_on() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        assertThat(mutes.open(NOW.plusSeconds(3_599))).isEmpty();
        assertThat(mutes.open(NOW.plusSeconds(3_600))).containsExactly("m1");

        endByTime("m1", LATER);
        assertThat(mutes.open(NOW)).containsExactly("m1");

        mutes.sendOn("m1", LATER, summaries);
        assertThat(mutes.open(LATER)).isEmpty();
    }

    @Test
    void nothing_is_sent_on_while_a_mute_is_alive() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");

        assertThat(mutes.end("m1", NOW.plusSeconds(3_599), Optional.empty())).isEmpty();
        assertThat(mutes.sendOn("m1", LATER, summaries)).isZero();

        assertThat(states()).containsExactly("v1-ops MUTED");
    }

    @Test
    void who_unmutes_ends_it_at_once_and_stands_in_the_history() {
        String watch = register(spec("orders"));
        mutes.add(naming("m1", watch, "orders"));
        end(spec("orders"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");

        Entry ended = mutes.end("m1", NOW.plusSeconds(9), Optional.of(ANOTHER)).orElseThrow();

        assertThat(ended.mute().end()).contains(new Mute.End(NOW.plusSeconds(9), Optional.of(ANOTHER)));
        assertThat(ended.verdicts()).isEqualTo(1);
        assertThat(mutes.end("m1", NOW.plusSeconds(10), Optional.of(ANOTHER))).isEmpty();
        assertThat(mutes.end("none", NOW, Optional.of(ANOTHER))).isEmpty();
        mutes.sendOn("m1", NOW.plusSeconds(9), summaries);
        assertThat(states()).containsExactly("v1-ops PENDING");
        assertThat(rows("select kind || ' ' || detail || ' ' || coalesce(requested_by, '-') || ' '"
                        + " || coalesce(reason, '-') as c from event where watch_id = '" + watch + "' order by id"))
                .containsExactly(
                        "REGISTERED orders - -",
                        "MUTED mute m1: until 2026-11-24T09:00:00Z local:alice moves",
                        "ENDED FAILED - -",
                        "UNMUTED mute m1: 1 verdict fell under it local -");
        end(spec("later"), Outcome.FAILED, "v2", NOW.plusSeconds(20), "ops");
        assertThat(mutes.marks(Set.of("v2"))).isEmpty();
    }

    @Test
    void a_mute_of_labels_stands_in_the_history_that_belongs_to_no_watch() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        endByTime("m1", LATER);

        assertThat(rows("select kind || ' ' || detail || ' ' || coalesce(requested_by, '-') as c from event"
                        + " where watch_id is null order by id"))
                .containsExactly(
                        "MUTED mute m1: until 2026-11-24T09:00:00Z: env=\"prod\" local:alice",
                        "UNMUTED mute m1: 0 verdicts fell under it: env=\"prod\" -");
    }

    @Test
    void what_two_mutes_hold_back_is_sent_when_the_last_of_them_ends_and_each_sums_up_its_own() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");
        end(spec("b"), Outcome.FAILED, "v2", NOW.plusSeconds(1), "ops");
        mutes.add(matching("m2", "team=\"payments\"", Duration.ofHours(2)));
        end(spec("c"), Outcome.FAILED, "v3", NOW.plusSeconds(2), "ops");
        end(spec("d"), Outcome.FAILED, "v4", NOW.plusSeconds(2), "ops");
        assertThat(mutes.marks(Set.of("v1", "v3")))
                .containsOnly(entry("v1", List.of("m1")), entry("v3", List.of("m1", "m2")));

        endByTime("m1", NOW.plus(Duration.ofHours(1)));
        assertThat(mutes.sendOn("m1", NOW.plus(Duration.ofHours(1)), summaries)).isEqualTo(2);
        assertThat(summaries.made).containsExactly("ops: v1, v2 of {FAILED=2}");
        assertThat(mutes.open(NOW.plus(Duration.ofHours(1)))).isEmpty();

        endByTime("m2", NOW.plus(Duration.ofHours(2)));
        summaries.prefix = "second-";
        assertThat(mutes.sendOn("m2", NOW.plus(Duration.ofHours(2)), summaries)).isEqualTo(2);
        assertThat(summaries.made).containsExactly("ops: v1, v2 of {FAILED=2}", "ops: v3, v4 of {FAILED=2}");
    }

    @Test
    void a_longer_mute_that_is_ended_early_leaves_its_verdicts_to_the_other_one() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        mutes.add(matching("m2", "team=\"payments\"", Duration.ofHours(2)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");

        mutes.end("m2", NOW.plusSeconds(2), Optional.of(ANOTHER));
        assertThat(mutes.sendOn("m2", NOW.plusSeconds(2), summaries)).isZero();
        assertThat(states()).containsExactly("v1-ops MUTED");

        endByTime("m1", LATER);
        assertThat(mutes.sendOn("m1", LATER, summaries)).isEqualTo(1);
        assertThat(states()).containsExactly("v1-ops PENDING");
    }

    /** Whoever comes first: no delivery waits for a mute that has ended, none is sent while it is alive. */
    @Test
    void a_verdict_that_is_written_while_its_mute_ends_is_not_left_behind() throws Exception {
        for (int round = 0; round < 25; round++) {
            String mute = "m" + round;
            String verdict = "v" + round;
            mutes.add(matching(mute, "env=\"prod\"", Duration.ofHours(1)));
            register(spec("db-" + round));
            Watch watch = claim("db-" + round);
            CyclicBarrier start = new CyclicBarrier(2);
            Callable<Object> conclude = () -> {
                start.await();
                return store.conclude(List.of(conclusion(
                        watch, Outcome.FAILED, verdict, NOW, List.of(StoredWatches.delivery(verdict, "ops", NOW)))));
            };
            Callable<Object> unmute = () -> {
                start.await();
                mutes.end(mute, NOW, Optional.of(ANOTHER));
                return mutes.sendOn(mute, NOW, new Summaries(Form.ONE));
            };

            Together.run(conclude, unmute);

            assertThat(states()).contains(verdict + "-ops PENDING");
        }
    }

    @Test
    void a_notifier_that_shows_states_gets_the_last_verdict_of_each_instance() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(again("orders", 1), Outcome.FAILED, "v1", NOW.plusSeconds(1), "am");
        end(again("orders", 2), Outcome.PASSED, "v2", NOW.plusSeconds(2), "am");
        end(again("billing", 1), Outcome.FAILED, "v3", NOW.plusSeconds(1), "am");

        endByTime("m1", LATER);
        assertThat(mutes.sendOn("m1", LATER, new Summaries(Form.LAST))).isEqualTo(3);

        assertThat(states()).containsExactly("v1-am DELIVERED", "v2-am PENDING", "v3-am PENDING");
        assertThat(rows("select last_error as c from delivery where id = 'v1-am'"))
                .singleElement()
                .asString()
                .startsWith("not sent: ");
    }

    @Test
    void where_no_message_can_sum_up_each_verdict_goes_as_itself() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops", "log");
        end(spec("b"), Outcome.FAILED, "v2", NOW.plusSeconds(1), "ops", "log");

        endByTime("m1", LATER);
        summaries.broken = Optional.of("ops");
        mutes.sendOn("m1", LATER, summaries);

        assertThat(claimed("ops", LATER)).containsExactlyInAnyOrder("v1", "v2");
        assertThat(claimed("log", LATER)).containsExactly("sum-log");
    }

    @Test
    void a_message_counts_all_and_lists_the_thousand_most_severe() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        endAll(1_001, Outcome.PASSED, "p", NOW.plusSeconds(1));
        endAll(2, Outcome.FAILED, "f", NOW.plusSeconds(2));

        endByTime("m1", LATER);
        assertThat(mutes.sendOn("m1", LATER, summaries)).isEqualTo(1_003);

        assertThat(summaries.made).singleElement().satisfies(made -> {
            assertThat(made).startsWith("ops: f00000, f00001, p00000, ").endsWith(" of {FAILED=2, PASSED=1001}");
            assertThat(made.split(", ")).hasSize(1_000 + 1);
        });
        assertThat(rows("select distinct digest_id as c from delivery where id <> 'sum-ops'"))
                .containsExactly("sum-ops");
    }

    @Test
    void a_mute_says_how_many_running_watches_it_hits_and_which_it_knows() {
        String first = register(spec("orders"));
        register(spec("billing"));
        end(spec("ended"), Outcome.PASSED, "v1", NOW);
        register(StoredWatches.changed(spec("test"), Duration.ofHours(1)));

        assertThat(mutes.reach(matching("m", "env=\"prod\"", Duration.ofHours(1)))
                        .running())
                .isEqualTo(2);
        assertThat(mutes.reach(matching("m", "env=~\".+\"", Duration.ofHours(1)))
                        .running())
                .isEqualTo(3);
        MuteStore.Reach named = mutes.reach(new Mute(
                "m", List.of(), Map.of(first, "", "none", ""), NOW, NOW.plusSeconds(1), SOMEBODY, Optional.empty()));
        assertThat(named.running()).isEqualTo(1);
        assertThat(named.names()).containsOnly(entry(first, "orders"));
    }

    @Test
    void mutes_are_listed_the_newest_first_and_read_as_they_were_written() {
        Mute first = matching("m1", "env=\"a \\\"b\\\"\"", Duration.ofHours(1));
        Mute second = new Mute(
                "m2",
                List.of(),
                Map.of("w1", "orders"),
                NOW.plusSeconds(1),
                NOW.plusSeconds(60),
                ANOTHER,
                Optional.empty());
        mutes.add(first);
        mutes.add(second);

        assertThat(mutes.list(false, Optional.empty(), 9)).containsExactly(new Entry(second, 0), new Entry(first, 0));
        assertThat(mutes.list(false, Optional.of(second.position()), 9)).containsExactly(new Entry(first, 0));
        assertThat(mutes.list(false, Optional.empty(), 1)).containsExactly(new Entry(second, 0));
        assertThat(mutes.alive()).containsExactlyInAnyOrder(first, second);

        mutes.end("m2", NOW.plusSeconds(2), Optional.of(SOMEBODY));
        assertThat(mutes.list(false, Optional.empty(), 9)).containsExactly(new Entry(first, 0));
        assertThat(mutes.list(true, Optional.empty(), 9))
                .extracting(entry -> entry.mute().id())
                .containsExactly("m2", "m1");
        assertThat(mutes.alive()).containsExactly(first);
    }

    @Test
    void a_delivery_that_waits_for_a_mute_says_until_when() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        mutes.add(matching("m2", "env=\"prod\"", Duration.ofHours(2)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");
        DeliveryQueries queries = new JdbcDeliveryQueries(database.transactions());

        assertThat(queries.list(DeliveryQueries.Filter.ALL, Optional.empty(), 9))
                .singleElement()
                .satisfies(delivery -> {
                    assertThat(delivery.state()).isEqualTo(Outbox.State.MUTED);
                    assertThat(delivery.nextAt()).contains(NOW.plus(Duration.ofHours(2)));
                });

        mutes.end("m2", NOW.plusSeconds(2), Optional.of(ANOTHER));
        assertThat(queries.find("v1-ops").orElseThrow().entry().nextAt()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void what_a_mute_holds_back_outlives_a_retention_that_is_shorter() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");
        end(spec("b"), Outcome.FAILED, "v2", NOW.plusSeconds(1), "ops");

        store.expire(LATER, Set.of());
        endByTime("m1", LATER);
        store.expire(LATER.plusSeconds(1), Set.of());
        assertThat(mutes.find("m1")).as("not done yet").isPresent();
        mutes.sendOn("m1", LATER, summaries);
        store.expire(LATER.plusSeconds(1), Set.of());

        assertThat(summaries.made).containsExactly("ops: v1, v2 of {FAILED=2}");
        assertThat(states()).containsExactly("sum-ops PENDING", "v1-ops PENDING", "v2-ops PENDING");
        assertThat(mutes.find("m1")).isEmpty();
        assertThat(mutes.marks(Set.of("v1"))).isEmpty();

        database.execute("update delivery set state = 'DELIVERED'");
        store.expire(LATER.plusSeconds(1), Set.of());
        assertThat(rows("select id as c from watch")).isEmpty();
    }

    @Test
    void a_watch_of_which_something_is_held_back_is_not_forgotten_and_its_marks_go_with_it_later() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");
        String watch = rows("select id as c from watch").get(0);
        JdbcWatchActs acts = new JdbcWatchActs(database.transactions());

        assertThat(acts.forget(watch, NOW.plusSeconds(2), ANOTHER))
                .isInstanceOfSatisfying(
                        Forgotten.Owed.class,
                        owed -> assertThat(owed.notifiers()).containsExactly("ops"));

        database.execute("update delivery set state = 'DELIVERED'");
        assertThat(acts.forget(watch, NOW.plusSeconds(2), ANOTHER)).isInstanceOf(Forgotten.Gone.class);
        assertThat(mutes.find("m1").orElseThrow().verdicts()).isZero();
    }

    @Test
    void an_ended_mute_and_its_marks_stay_for_the_retention_and_a_verdict_takes_its_own_along() {
        mutes.add(matching("m1", "env=\"prod\"", Duration.ofHours(1)));
        end(spec("a"), Outcome.FAILED, "v1", NOW.plusSeconds(1), "ops");
        endByTime("m1", LATER);
        mutes.sendOn("m1", LATER, summaries);
        database.execute("update delivery set state = 'DELIVERED'");

        store.expire(NOW, Set.of());
        assertThat(mutes.marks(Set.of("v1"))).containsKey("v1");

        store.expire(NOW.plusSeconds(2), Set.of());
        assertThat(mutes.find("m1").orElseThrow().verdicts()).isZero();
    }

    private Mute matching(String id, String matcher, Duration lasts) {
        return new Mute(
                id, List.of(LabelMatcher.parse(matcher)), Map.of(), NOW, NOW.plus(lasts), SOMEBODY, Optional.empty());
    }

    private Mute naming(String id, String watch, String name) {
        return new Mute(
                id, List.of(), Map.of(watch, name), NOW, NOW.plus(Duration.ofHours(1)), SOMEBODY, Optional.empty());
    }

    private void endByTime(String mute, Instant at) {
        assertThat(mutes.end(mute, at, Optional.empty())).isPresent();
    }

    private String register(WatchSpec spec) {
        return store.register(List.of(spec), NOW, ids).get(0).watchId();
    }

    /** This one alone, whatever else is due. */
    private Watch claim(String name) {
        List<Watch> all = store.claim(ACCOUNT, open(500), NOW, LEASE, 500).watches();
        store.release(
                all.stream().filter(watch -> !watch.spec().name().equals(name)).toList());
        return all.stream()
                .filter(watch -> watch.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Another precheck of the same instance. */
    private static WatchSpec again(String instance, int time) {
        WatchSpec spec = spec(instance);
        return new WatchSpec(
                instance + "-" + time,
                new PrecheckRef("t-" + time + instance, "uuid-" + instance, "cn-hangzhou"),
                spec.account(),
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }

    private void end(WatchSpec spec, Outcome outcome, String verdict, Instant at, String... notifiers) {
        register(spec);
        Watch watch = claim(spec.name());
        store.conclude(List.of(conclusion(watch, outcome, verdict, at, deliveries(outcome, verdict, at, notifiers))));
    }

    private void endAll(int count, Outcome outcome, String verdict, Instant at) {
        List<WatchSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            specs.add(spec("%s-%05d".formatted(verdict, i)));
        }
        store.register(specs, NOW, ids);
        List<WatchStore.Conclusion> conclusions = new ArrayList<>();
        List<Watch> watches =
                store.claim(ACCOUNT, open(count), NOW, LEASE, count).watches();
        for (int i = 0; i < watches.size(); i++) {
            String id = "%s%05d".formatted(verdict, i);
            conclusions.add(conclusion(watches.get(i), outcome, id, at, deliveries(outcome, id, at, "ops")));
        }
        store.conclude(conclusions);
    }

    private static List<NewDelivery> deliveries(Outcome outcome, String verdict, Instant at, String... notifiers) {
        Message message = new Message(verdict, MessageType.VERDICT, "orders-db", MessageStatus.of(outcome), at, "{}");
        return List.of(notifiers).stream()
                .map(notifier -> new NewDelivery(verdict + "-" + notifier, message, notifier, "{}", at, at, ""))
                .toList();
    }

    private List<String> states() {
        return rows("select id || ' ' || state as c from delivery order by id");
    }

    private List<String> claimed(String notifier, Instant now) {
        return outbox.claim(notifier, new FakeRules(), claim(now)).deliveries().stream()
                .map(delivery -> delivery.eventId())
                .toList();
    }

    private static Outbox.Claim claim(Instant now) {
        return new Outbox.Claim(99, false, now, LEASE);
    }

    private List<String> rows(String sql) {
        return database.texts(sql);
    }

    /** Makes messages whose id names the notifier, and remembers what they were made of. */
    private static final class Summaries implements MuteStore.Rules {
        private final Form form;
        private final List<String> made = new ArrayList<>();
        private Optional<String> broken = Optional.empty();
        private String prefix = "";

        Summaries(Form form) {
            this.form = form;
        }

        @Override
        public Form form(String notifier) {
            return form;
        }

        @Override
        public Optional<NewDelivery> one(String notifier, HeldBack held, Instant now) {
            if (broken.equals(Optional.of(notifier))) {
                return Optional.empty();
            }
            made.add(notifier + ": "
                    + String.join(", ", held.listed().stream().map(Message::id).toList())
                    + " of " + byName(held.counts()));
            String id = prefix + "sum-" + notifier;
            Message message = new Message(id, MessageType.DIGEST, "digest", MessageStatus.FAILED, now, "{}");
            return Optional.of(new NewDelivery(id, message, notifier, NewDelivery.UNWRITTEN, now, now, ""));
        }

        private static Map<String, Integer> byName(Map<MessageStatus, Integer> counts) {
            Map<String, Integer> named = new TreeMap<>();
            counts.forEach((status, count) -> named.put(status.name(), count));
            return named;
        }
    }
}
