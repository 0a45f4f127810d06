package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.ids;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.account.AccountState;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Taking away what is old, held against each database. */
abstract class RetentionContract extends WatchStoreContract {
    @Test
    void what_is_old_goes_and_a_tombstone_stays_while_it_is_named() {
        WatchSpec named = spec("named");
        WatchSpec unnamed = spec("unnamed");
        end(named, Outcome.PASSED, "v1", NOW);
        end(unnamed, Outcome.PASSED, "v2", NOW);
        deliverAll();

        store.expire(NOW.plusSeconds(1), Set.of(named.identity()));

        for (String table : List.of("verdict", "message", "delivery", "attempt", "event")) {
            assertThat(rows("select 'row' as c from " + table)).as(table).isEmpty();
        }
        assertThat(rows("select name as c from watch")).containsExactly("named");
        assertThat(store.counts()).containsOnly(entry("WATCHING", 0L), entry("ENDED", 0L));
        assertThat(store.ended(List.of(named.identity()))).isEmpty();
        assertThat(kinds(named)).containsExactly(Kind.ENDED);
        assertThat(kinds(unnamed)).containsExactly(Kind.NEW);
    }

    @Test
    void digests_and_news_go_with_age_once_they_are_reported_and_a_fallback_goes_with_its_watch() {
        JdbcOutbox outbox = new JdbcOutbox(database.transactions());
        end(spec("orders"), Outcome.PASSED, "v1", NOW);
        outbox.post(List.of(
                StoredWatches.delivery("v1", "mail", NOW),
                StoredWatches.delivery("news", "mail", NOW),
                StoredWatches.delivery("owed", "ops", NOW)));
        database.execute("update delivery set digest_id = 'news-mail' where notifier = 'log'");
        database.execute("update delivery set state = 'DELIVERED' where notifier <> 'ops'");

        store.expire(NOW, Set.of());
        assertThat(rows("select id as c from delivery")).hasSize(4);

        store.expire(NOW.plusSeconds(1), Set.of());
        assertThat(rows("select id as c from delivery")).containsExactly("owed-ops");
        assertThat(rows("select id as c from message")).containsExactly("owed");
        assertThat(rows("select id as c from watch")).isEmpty();
    }

    @Test
    void a_tombstone_goes_when_nobody_names_it_any_more() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.PASSED, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), Set.of(spec.identity()));

        store.expire(NOW.plusSeconds(1), Set.of());

        assertThat(rows("select id as c from watch")).isEmpty();
    }

    @Test
    void a_raised_deadline_wakes_the_tombstone_of_a_timed_out_watch() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), Set.of(spec.identity()));

        assertThat(kinds(withDeadline(spec, Duration.ofHours(9)))).containsExactly(Kind.NEW_ROUND);
        assertThat(claim(NOW)).extracting(w -> w.spec().labels()).containsExactly(spec.labels());
    }

    @Test
    void neither_young_nor_running_nor_still_owed_watches_expire() {
        end(spec("owed"), Outcome.PASSED, "v1", NOW);
        end(spec("young"), Outcome.PASSED, "v2", NOW.plusSeconds(5));
        deliver("v2-log");
        store.register(List.of(spec("running")), NOW, ids);

        store.expire(NOW.plusSeconds(5), Set.of());

        assertThat(rows("select name as c from watch order by name")).containsExactly("owed", "running", "young");
        assertThat(rows("select id as c from verdict order by id")).containsExactly("v1", "v2");
        assertThat(rows("select id as c from delivery order by id")).containsExactly("v1-log", "v2-log");
    }

    @Test
    void what_a_replay_makes_due_meanwhile_is_not_taken_away() throws Exception {
        end(spec("orders"), Outcome.FAILED, "v1", NOW);
        new JdbcOutbox(database.transactions()).post(List.of(StoredWatches.delivery("news", "log", NOW)));
        database.execute("update delivery set state = 'DEAD'");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> expiry = database.transactions().run(connection -> {
                try (Statement replay = connection.createStatement()) {
                    replay.executeUpdate("update delivery set state = 'PENDING'");
                }
                Future<?> waiting = other.submit(() -> store.expire(NOW.plusSeconds(1), Set.of()));
                await().until(this::somebodyWaits);
                return waiting;
            });
            expiry.get();
        } finally {
            other.shutdownNow();
        }

        assertThat(rows("select id as c from delivery order by id")).containsExactly("news-log", "v1-log");
        assertThat(rows("select id as c from message order by id")).containsExactly("news", "v1");
        assertThat(rows("select name as c from watch")).containsExactly("orders");
    }

    private boolean somebodyWaits() {
        String waiting = database.transactions()
                        .run(c -> c.getMetaData().getDatabaseProductName())
                        .equals("H2")
                ? "select 'x' as c from information_schema.sessions where blocker_id is not null"
                : "select 'x' as c from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        return !rows(waiting).isEmpty();
    }

    @Test
    void the_history_of_accounts_expires_by_its_own_time() {
        suspend(); // at NOW
        store.changeAccount(ACCOUNT, row -> withStateAndRate(row, AccountState.OK, 5));
        store.register(List.of(spec("running")), NOW, ids);

        store.expire(NOW, Set.of());
        assertThat(rows("select kind as c from event order by id")).containsExactly("ACCOUNT", "ACCOUNT", "REGISTERED");

        store.expire(NOW.plusSeconds(1), Set.of());
        assertThat(rows("select kind as c from event")).containsExactly("REGISTERED");
    }

    @Test
    void the_last_verdict_of_an_instance_goes_with_age_whether_or_not_its_watch_is_named() {
        WatchSpec named = spec("named");
        end(named, Outcome.PASSED, "v1", NOW);
        end(spec("young"), Outcome.PASSED, "v2", NOW.plusSeconds(1));
        deliverAll();

        store.expire(NOW.plusSeconds(1), Set.of(named.identity()));

        assertThat(rows("select verdict_id as c from last_verdict")).containsExactly("v2");
    }

    @Test
    void a_verdict_that_is_written_while_the_last_one_expires_is_the_last_one() throws Exception {
        end(spec("orders"), Outcome.PASSED, "v1", NOW);
        deliverAll();
        WatchSpec next = withRef(spec("orders"), "t-next", "uuid-orders", "cn-hangzhou");
        store.register(List.of(next), NOW, ids);
        Watch watch = claim(NOW).get(0);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> concluding = database.transactions().run(connection -> {
                try (Statement expiry = connection.createStatement()) {
                    expiry.executeUpdate("delete from last_verdict");
                }
                Future<?> waiting = other.submit(
                        () -> store.conclude(List.of(conclusion(watch, Outcome.FAILED, "v2", NOW.plusSeconds(9)))));
                await().until(this::somebodyWaits);
                return waiting;
            });
            concluding.get();
        } finally {
            other.shutdownNow();
        }

        assertThat(rows("select verdict_id as c from last_verdict")).containsExactly("v2");
    }

    @Test
    void accounts_and_notifiers_that_no_file_has_had_for_long_go_unless_something_belongs_to_them() {
        JdbcOutbox outbox = new JdbcOutbox(database.transactions());
        Instant later = NOW.plus(Duration.ofDays(9));
        store.openAccounts(Map.of("ours", 1.0, "gone", 1.0, "watching", 1.0, "theirs", 1.0), NOW);
        WatchSpec orders = spec("orders");
        store.register(
                List.of(new WatchSpec(
                        "orders",
                        orders.ref(),
                        "watching",
                        orders.labels(),
                        orders.runbook(),
                        orders.notifiers(),
                        orders.deadline(),
                        orders.polling())),
                NOW,
                ids);
        outbox.post(List.of(StoredWatches.delivery("news", "owed", NOW)));
        database.execute("insert into notifier (name) values ('our'), ('gone'), ('owed'), ('their')");
        database.execute("update account set named_at = '2026-11-24T08:00:00Z'");
        database.execute("update notifier set named_at = '2026-11-24T08:00:00Z'");
        store.expireNames(List.of("theirs"), List.of("their"), later.minusSeconds(3_600), NOW);
        assertThat(store.accounts()).hasSize(5);

        store.expireNames(List.of("ours"), List.of("our"), later, later.minus(Duration.ofDays(1)));

        assertThat(store.accounts()).containsOnlyKeys("ours", "theirs", "watching");
        assertThat(rows("select name as c from notifier order by name")).containsExactly("our", "owed", "their");
    }

    @Test
    void more_than_one_batch_expires() {
        List<WatchSpec> specs = specs(1100);
        store.register(specs, NOW, ids);
        AtomicInteger verdicts = new AtomicInteger();
        store.conclude(claim(2000).stream()
                .map(w -> conclusion(w, Outcome.PASSED, "v" + verdicts.incrementAndGet(), NOW, List.of()))
                .toList());
        Set<WatchIdentity> half = new HashSet<>();
        specs.subList(0, 550).forEach(s -> half.add(s.identity()));

        store.expire(NOW.plusSeconds(1), half);
        assertThat(rows("select id as c from watch")).hasSize(550);
        store.expire(NOW.plusSeconds(1), Set.of());
        assertThat(rows("select id as c from watch")).isEmpty();
    }
}
