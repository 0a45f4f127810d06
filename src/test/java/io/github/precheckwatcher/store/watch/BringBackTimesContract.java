package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.github.precheckwatcher.store.outbox.JdbcMuteStore;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.watch.InstanceKey;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times that a clock two hours ahead has left in the store, held against each database. */
abstract class BringBackTimesContract extends WatchStoreContract {
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    /** When the wrong clock said so, it was {@link StoredWatches#NOW}. */
    private static final Instant WRONG = NOW.plus(TWO_HOURS);

    private final FakeClock clock = new FakeClock(NOW);
    private BringBackTimes bringBackTimes;

    @BeforeEach
    void bringBackBy() {
        NotifySettings settings = Notifications.settings(
                Notifications.log("log"),
                Notifications.webhook("ops", URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(5)));
        bringBackTimes = new BringBackTimes(database.transactions(), settings, new StoreOutage(clock), clock);
    }

    @Test
    void a_watch_that_was_registered_ahead_is_due_now_and_its_deadline_counts_from_now() {
        store.register(List.of(StoredWatches.spec("db", Duration.ofMinutes(30))), WRONG, ids);

        bringBackTimes.run();

        Watch watch = claim(NOW).get(0);
        assertThat(watch.registeredAt()).isEqualTo(NOW);
        assertThat(watch.roundStartedAt()).isEqualTo(NOW);
        assertThat(watch.deadlineAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(watch.dueAt()).isEqualTo(NOW);
    }

    @Test
    void a_watch_that_was_written_back_ahead_is_due_now_and_keeps_its_deadline() {
        store.register(List.of(StoredWatches.spec("db")), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), WRONG.plusSeconds(5))));

        bringBackTimes.run();

        Watch watch = claim(NOW).get(0);
        assertThat(watch.deadlineAt()).isEqualTo(NOW.plus(TWO_HOURS));
        assertThat(watch.dueAt()).isEqualTo(NOW);
    }

    @Test
    void a_due_time_that_the_watchs_own_settings_allow_stays() {
        store.register(List.of(StoredWatches.spec("db")), NOW, ids);
        Instant longest = NOW.plus(StoredWatches.POLLING.longestGap()).plusSeconds(60);
        store.record(List.of(recheck(claim(NOW).get(0), longest)));

        bringBackTimes.run();

        assertThat(claim(longest.minusMillis(1))).isEmpty();
        assertThat(claim(longest)).hasSize(1);
    }

    @Test
    void a_lease_that_was_taken_ahead_ends_now_and_one_that_a_setting_allows_stays() {
        store.register(StoredWatches.specs(2), NOW, ids);
        store.claim(ACCOUNT, open(1), WRONG, LEASE, 1);
        store.claim(ACCOUNT, open(1), NOW, Duration.ofHours(1), 1);

        bringBackTimes.run();

        List<Watch> again = claim(NOW);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).dueAt()).isEqualTo(NOW);
    }

    @Test
    void who_claims_meanwhile_is_not_disturbed() {
        store.register(List.of(StoredWatches.spec("db")), NOW, ids);
        Watch watch = claim(NOW).get(0);

        bringBackTimes.run();

        assertThat(claim(NOW)).isEmpty();
        assertThat(store.record(List.of(recheck(watch, NOW.plusSeconds(5))))).isZero();
    }

    @Test
    void more_watches_than_one_page_are_brought_back() {
        store.register(StoredWatches.specs(Chunks.SIZE + 3), WRONG, ids);

        bringBackTimes.run();

        assertThat(rows("select id as c from watch where due_at > timestamp with time zone '2026-11-24 08:00:00+00'"))
                .isEmpty();
    }

    @Test
    void a_verdict_of_a_wrong_clock_does_not_win_against_a_later_one() {
        end(StoredWatches.spec("db"), Outcome.FAILED, "v1", WRONG);

        bringBackTimes.run();
        InstanceKey instance = InstanceKey.of(StoredWatches.spec("db"));
        assertThat(store.lastVerdicts(List.of(instance)).get(instance).observedAt())
                .isEqualTo(NOW);

        assertThat(times("select count(*) as c from watch where ended_at > ?")).isZero();
        assertThat(times("select count(*) as c from message where occurred_at > ?"))
                .isZero();
    }

    @Test
    void a_delivery_of_a_wrong_clock_is_due_now_and_one_that_a_setting_allows_stays() {
        store.register(List.of(StoredWatches.spec("db")), NOW, ids);
        Watch watch = claim(NOW).get(0);
        store.conclude(List.of(conclusion(
                watch,
                Outcome.FAILED,
                "v1",
                NOW,
                List.of(
                        StoredWatches.delivery("v1", "ops", WRONG),
                        StoredWatches.delivery("v1", "log", NOW.plusSeconds(60))))));

        bringBackTimes.run();

        JdbcOutbox outbox = new JdbcOutbox(database.transactions());
        assertThat(outbox.nextDue(List.of("ops"))).contains(NOW);
        assertThat(outbox.nextDue(List.of("log"))).contains(NOW.plusSeconds(60));
        assertThat(times("select count(*) as c from delivery where notifier = 'ops' and since > ?"))
                .isZero();
    }

    @Test
    void a_mute_of_a_wrong_clock_begins_now_and_lasts_as_long_as_was_asked_for() {
        MuteStore mutes = new JdbcMuteStore(database.transactions());
        Mute wrong = mute("wrong", WRONG, Duration.ofHours(1));
        Mute right = mute("right", NOW.minusSeconds(60), Mute.LONGEST);
        mutes.add(wrong);
        mutes.add(right);

        bringBackTimes.run();

        assertThat(mutes.alive()).containsExactlyInAnyOrder(mute("wrong", NOW, Duration.ofHours(1)), right);
    }

    private static Mute mute(String id, Instant createdAt, Duration lasts) {
        return new Mute(
                id,
                List.of(LabelMatcher.parse("env=\"prod\"")),
                Map.of(),
                createdAt,
                createdAt.plus(lasts),
                new Requester("local", "127.0.0.1", Optional.empty()),
                Optional.empty());
    }

    @Test
    void an_alert_of_a_wrong_clock_is_sent_and_ends_in_time_and_a_later_verdict_resolves_it() {
        AlertStore alertStore = new JdbcAlertStore(database.transactions());
        AlertKey key = new AlertKey("ops", ACCOUNT, "cn-hangzhou", "uuid-db");
        Duration week = Duration.ofDays(7);
        Alert alert = new Alert(
                key,
                Alert.State.FIRING,
                "v1",
                WRONG,
                "{}",
                WRONG,
                Optional.empty(),
                WRONG.plus(week),
                Optional.of(WRONG.plusSeconds(60)),
                false);
        alertStore.change(key, none -> Optional.of(alert));

        bringBackTimes.run();

        Alert kept = alertStore.find(List.of(key)).get(0);
        assertThat(kept.verdictAt()).isEqualTo(NOW);
        assertThat(kept.startsAt()).isEqualTo(NOW);
        assertThat(kept.untilAt()).isEqualTo(NOW.plus(week));
        assertThat(kept.dueAt()).contains(NOW);
    }

    @Test
    void a_resolved_alert_of_a_wrong_clock_is_sent_as_resolved_no_longer_than_usual() {
        AlertStore alertStore = new JdbcAlertStore(database.transactions());
        AlertKey key = new AlertKey("ops", ACCOUNT, "cn-hangzhou", "uuid-db");
        Alert alert = new Alert(
                key,
                Alert.State.RESOLVED,
                "v1",
                WRONG,
                "{}",
                WRONG,
                Optional.of(WRONG),
                WRONG.plusSeconds(300),
                Optional.of(WRONG.plusSeconds(60)),
                false);
        alertStore.change(key, none -> Optional.of(alert));

        bringBackTimes.run();

        Alert kept = alertStore.find(List.of(key)).get(0);
        assertThat(kept.endsAt()).contains(NOW);
        assertThat(kept.untilAt()).isEqualTo(NOW.plusSeconds(300));
        assertThat(kept.dueAt()).contains(NOW);
    }

    @Test
    void an_account_whose_budget_was_counted_ahead_may_be_asked_again_at_once() {
        spendAt(WRONG);

        bringBackTimes.run();

        assertThat(spendAt(NOW.plusSeconds(1))).isEqualTo(1);
    }

    /** Another node's wrong clock may leave such a row at any time. */
    @Test
    void a_claim_itself_brings_such_a_budget_back() {
        spendAt(WRONG);

        assertThat(spendAt(NOW)).isZero();
        assertThat(spendAt(NOW.plusSeconds(1))).isEqualTo(1);
    }

    /** Registers one more watch and claims what the budget allows; how many it took. */
    private int spendAt(Instant now) {
        store.register(List.of(StoredWatches.spec("at-" + now)), now, ids);
        return store.claim(ACCOUNT, row -> AccountCircuit.admit(row, 1, now, 500), now, LEASE, 500)
                .watches()
                .size();
    }

    @Test
    void a_second_run_finds_nothing_more() {
        store.register(List.of(StoredWatches.spec("db")), WRONG, ids);
        bringBackTimes.run();
        List<String> once = rows("select cast(due_at as varchar) as c from watch");

        clock.advance(Duration.ofSeconds(1));
        bringBackTimes.run();

        assertThat(rows("select cast(due_at as varchar) as c from watch")).isEqualTo(once);
    }

    /** How many rows a query counts with the time now as its parameter. */
    private int times(String sql) {
        String written = sql.replace("?", "timestamp with time zone '2026-11-24 08:00:01+00'");
        return Integer.parseInt(rows(written).get(0));
    }
}
