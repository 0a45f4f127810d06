package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.store.account.AccountRows;
import io.github.precheckwatcher.store.account.ChangeAccounts;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.outbox.BringBackMutes;
import io.github.precheckwatcher.watch.WatchStore.Change;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings back to now what the store says lies ahead and no right clock can have written: a host that started with a
 * wrong clock on H2, a database that was set back, a node of an earlier version. A watch would sleep, and a late verdict
 * lose against an earlier one, for as long as that clock was wrong. At start, after a step back of the engine's clock,
 * and once an hour; what else a notifier's row holds its rule looks at whenever it reads it.
 */
@Singleton
public class BringBackTimes {
    private static final Logger LOG = Logger.getLogger(BringBackTimes.class);
    private static final Duration EVERY = Duration.ofHours(1);

    /** What is noted when it happens, and so never lies ahead. */
    private static final List<String> NOTED = List.of(
            "update watch set registered_at = ? where state <> 'TOMBSTONE' and registered_at > ?",
            "update watch set seen_at = ? where state <> 'TOMBSTONE' and seen_at > ?",
            "update verdict set observed_at = ? where observed_at > ?",
            "update watch set ended_at = ? where state = 'ENDED' and ended_at > ?",
            // of two verdicts the later one counts
            "update last_verdict set observed_at = ? where observed_at > ?",
            "update alert set verdict_at = ? where verdict_at > ?",
            "update alert set starts_at = ? where starts_at > ?",
            "update alert set ends_at = ? where ends_at > ?",
            "update message set occurred_at = ? where occurred_at > ?",
            "update event set happened_at = ? where watch_id is null and happened_at > ?",
            // else a node that died would be taken for alive
            "update node set seen_at = ? where seen_at > ?",
            "update mute set ended_at = ? where ended_at > ?",
            "update account set named_at = ? where named_at > ?",
            "update notifier set named_at = ? where named_at > ?",
            "update notifier set failing_since = ? where failing_since > ?",
            "update notifier set down_since = ? where down_since > ?");

    private final Transactions transactions;
    private final CurrentNotifySettings notifiers;
    private final StoreOutage outage;
    private final Clock clock;
    private final AccountRows accountRows = new AccountRows();
    private final ChangeAccounts changeAccounts = new ChangeAccounts(accountRows);
    private final BringBackWatches watches = new BringBackWatches(Chunks.SIZE);

    public BringBackTimes(Transactions transactions, CurrentNotifySettings notifiers, StoreOutage outage, Clock clock) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.notifiers = requireNonNull(notifiers, "notifiers");
        this.outage = requireNonNull(outage, "outage");
        this.clock = requireNonNull(clock, "clock");
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(EVERY, EVERY, this::look);
    }

    void look() {
        if (outage.stopped()) {
            return;
        }
        try {
            run();
        } catch (StoreException e) {
            outage.failed(e); // what is left is brought back in an hour
        }
    }

    /** Looks through the whole store. Throws what the store throws; may then be repeated. */
    public void run() {
        Instant now = clock.instant();
        int broughtBack = accounts(now) + watches(now) + transactions.run(c -> BringBackMutes.run(c, now));
        for (String sql : NOTED) {
            broughtBack += transactions.run(c ->
                    Params.update(c, sql, p -> p.time(now).time(FutureTime.latest(now, Duration.ZERO))));
        }
        for (NotifierSettings notifier : notifiers.settings().notifiers()) {
            broughtBack += deliveries(notifier, now) + alerts(notifier, now);
        }
        if (broughtBack > 0) {
            LogLine.of("clock")
                    .with("times", broughtBack)
                    .with(
                            "reason",
                            "the store held times further ahead than a right clock can have written; they were set"
                                    + " to now")
                    .warn(LOG);
        }
    }

    private int accounts(Instant now) {
        int broughtBack = 0;
        for (String account : transactions.run(accountRows::all).keySet()) {
            Change change = transactions.run(
                    c -> changeAccounts.change(c, account, row -> AccountCircuit.broughtBack(row, now)));
            broughtBack += change.after().equals(change.before()) ? 0 : 1;
        }
        return broughtBack;
    }

    private int watches(Instant now) {
        int broughtBack = 0;
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String from = after.get();
            BringBackWatches.Page page = transactions.run(c -> watches.page(c, from, now));
            broughtBack += page.broughtBack();
            after = page.last();
        }
        return broughtBack;
    }

    private int deliveries(NotifierSettings notifier, Instant now) {
        String since = """
                update delivery set since = ? where notifier = ? and state = 'PENDING' and since > ?""";
        String due = """
                update delivery set due_at = ? where notifier = ? and state = 'PENDING' and due_at > ?""";
        return transactions.run(c -> Params.update(
                        c, since, p -> p.time(now).text(notifier.name()).time(FutureTime.latest(now, Duration.ZERO)))
                + Params.update(
                        c,
                        due,
                        p -> p.time(now).text(notifier.name()).time(FutureTime.latest(now, notifier.longestWait()))));
    }

    /** Its end is brought back to where it had been planned from now: one that fires goes on firing. */
    private int alerts(NotifierSettings notifier, Instant now) {
        String name = notifier.name();
        AlertTimes times = notifier.alert();
        String firing = "update alert set until_at = ? where notifier = ? and state = 'FIRING' and until_at > ?";
        String ended = "update alert set until_at = ? where notifier = ? and state <> 'FIRING' and until_at > ?";
        String due = "update alert set due_at = ? where notifier = ? and due_at > ?";
        return transactions.run(c -> Params.update(
                        c,
                        firing,
                        p -> p.time(now.plus(times.maxAge())).text(name).time(FutureTime.latest(now, times.maxAge())))
                + Params.update(
                        c,
                        ended,
                        p -> p.time(now.plus(times.resolvedFor()))
                                .text(name)
                                .time(FutureTime.latest(now, times.resolvedFor())))
                + Params.update(
                        c, due, p -> p.time(now).text(name).time(FutureTime.latest(now, times.resendInterval()))));
    }
}
