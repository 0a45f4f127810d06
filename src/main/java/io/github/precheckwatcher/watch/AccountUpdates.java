package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.dispatch.FollowUpDeliveries;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.github.precheckwatcher.watch.account.CallBudget;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Brings answers to the rows of their accounts and logs, once and by the node that made it, when an account's
 * state changes.
 */
@ApplicationScoped
public class AccountUpdates {
    private static final Logger LOG = Logger.getLogger(AccountUpdates.class);

    /** How often it is asked whether NoPermission still concerns any watch alone. */
    private static final Duration PARTIAL_CHECK = Duration.ofMinutes(1);

    private final WatchStore store;
    private final Supplier<EngineSettings> settings;
    private final FollowUpDeliveries followUps;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    /** By account; touched by the loop's step alone. */
    private final Map<String, Instant> partialCheckAt = new HashMap<>();
    /** The budgets that the accounts' rows were opened with; written at start, then by the loop's step alone. */
    private volatile Map<String, Double> budgets = Map.of();

    /**
     * What this node knows of an account.
     *
     * @param reads how many rows of it were noted so far
     * @param row the newest of them; empty when it is not known which is
     */
    private record Known(long reads, Optional<AccountRow> row) {
        private static final Known NOTHING = new Known(0, Optional.empty());
    }

    public AccountUpdates(
            WatchStore store, Supplier<EngineSettings> settings, FollowUpDeliveries followUps, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.followUps = followUps;
        this.clock = clock;
    }

    /** Opens the accounts' rows at start; says which of them still wait from before, and lets those be probed at once. */
    public void open() {
        openChanged();
        reportNotConfigured(notConfigured());
    }

    /** Logs of accounts that the file does not name how many watches wait for them. */
    private void reportNotConfigured(List<String> accounts) {
        for (String account : accounts) {
            LogLine.of("account")
                    .with("account", account)
                    .with("state", "NOT_CONFIGURED")
                    .with("watches", store.watching(account))
                    .with("reason", "this node's file does not name it")
                    .with(
                            "remedy",
                            "configure watcher.accounts." + account + " here too, or leave its watches to a node that"
                                    + " has it; what nobody asks about is ABANDONED an hour after its deadline")
                    .warn(LOG);
        }
    }

    /**
     * Opens the rows of accounts that are new or have another budget than before. Throws what the store throws; it may
     * then be repeated.
     *
     * @return the budgets of all accounts, whose rows are open
     */
    Map<String, Double> openChanged() {
        Map<String, Double> before = budgets;
        Map<String, Double> wanted = settings.get().callsPerSecond();
        if (wanted.equals(before)) {
            return before;
        }
        Instant now = clock.instant();
        Map<String, Double> changed = new HashMap<>(wanted);
        changed.entrySet().removeAll(before.entrySet());
        store.openAccounts(changed, now);
        store.accounts().forEach((name, row) -> {
            if (wanted.containsKey(name) && !before.containsKey(name) && row.gated()) {
                AccountRow probed = store.changeAccount(name, r -> AccountCircuit.probeNow(r, now))
                        .after();
                logState(probed, Optional.empty(), now);
            }
        });
        budgets = wanted;
        return wanted;
    }

    /**
     * Follows a change of the accounts: logs which of these are not configured any more while watches wait for them, and
     * has those that may not or cannot call probed at once, since another key or address may be the remedy. Throws what
     * the store throws.
     *
     * @param changed the names of accounts whose settings are others than before, or that are gone
     */
    public void follow(Collection<String> changed) {
        reportNotConfigured(notConfigured().stream().filter(changed::contains).toList());
        Instant now = clock.instant();
        Map<String, AccountRow> rows = store.accounts();
        changed.stream()
                .filter(settings.get().callsPerSecond()::containsKey)
                .filter(name -> rows.containsKey(name) && rows.get(name).gated())
                .forEach(name -> store.changeAccount(name, row -> AccountCircuit.probeNow(row, now)));
    }

    /** Stored accounts with running watches that this node's file does not name. */
    List<String> notConfigured() {
        return store.accounts().keySet().stream()
                .filter(account -> !settings.get().callsPerSecond().containsKey(account))
                .filter(account -> store.watching(account) > 0)
                .toList();
    }

    /** How many rows of an account were noted so far: to be asked before the next one is read. */
    long reads(String account) {
        return known(account).reads();
    }

    /**
     * Takes note of a row. Pass and recorder read at the same time: which of two rows is the newer one is not known,
     * so neither is kept.
     *
     * @param reads what {@link #reads} said before this one was read
     */
    void note(AccountRow row, long reads) {
        known.compute(row.name(), (name, before) -> {
            long noted = before == null ? 0 : before.reads();
            return new Known(noted + 1, Optional.of(row).filter(r -> noted == reads));
        });
    }

    private Known known(String account) {
        return known.getOrDefault(account, Known.NOTHING);
    }

    /** Ends what a claimed row says is over: THROTTLED with a recovered rate, refusals that concern some watches only. */
    void recover(AccountRow row) {
        Instant now = clock.instant();
        double configured = configured(row);
        Instant checkAt = partialCheckAt.getOrDefault(row.name(), Instant.MIN);
        if (row.partial() && !FutureTime.holds(checkAt, now, PARTIAL_CHECK)) {
            if (store.refused(row.name()) == 0) {
                change(row.name(), AccountCircuit::whole, now);
            }
            partialCheckAt.put(row.name(), now.plus(PARTIAL_CHECK));
        }
        if (row.state() == AccountState.THROTTLED && CallBudget.recovered(row, configured, now)) {
            change(row.name(), r -> AccountCircuit.recovered(r, configured, now), now);
        }
    }

    /**
     * Brings answers to their accounts, in order, each account's in a transaction of its own.
     *
     * @param settled the accounts' rows after them, by name; what an earlier try has left in it is not settled again
     */
    void settle(List<PolledWatch> batch, Map<String, AccountRow> settled) {
        Map<String, List<PolledWatch>> byAccount = new LinkedHashMap<>();
        batch.forEach(a -> byAccount
                .computeIfAbsent(a.watch().spec().account(), k -> new ArrayList<>())
                .add(a));
        byAccount.forEach((account, answers) -> settled.computeIfAbsent(account, a -> settle(a, answers)));
    }

    private AccountRow settle(String account, List<PolledWatch> answers) {
        Optional<AccountRow> row = known(account).row().filter(AccountUpdates::plain);
        if (row.isPresent() && answers.stream().allMatch(AccountUpdates::plain)) {
            return row.get();
        }
        Instant now = clock.instant();
        UnaryOperator<AccountRow> rule = stored -> applyAll(stored, answers, configured(stored));
        try {
            return change(account, rule, now);
        } catch (RuntimeException e) {
            if (!Unkept.is(e)) {
                throw e;
            }
            // the state must change whatever the cloud's message is: all answers of the batch wait for it
            return change(account, stored -> Unkept.withoutWords(rule.apply(stored)), now);
        }
    }

    private static AccountRow applyAll(AccountRow stored, List<PolledWatch> answers, double configured) {
        AccountRow row = stored;
        for (PolledWatch a : answers) {
            boolean refusedBefore = a.watch().refused().isPresent();
            row = AccountCircuit.after(row, a.response(), refusedBefore, configured, a.sentAt(), a.answeredAt());
        }
        return row;
    }

    /** Good answers change nothing in a row that counts nothing: the usual case, which then costs no statement. */
    private static boolean plain(AccountRow row) {
        return row.transportFailures() == 0 && row.refusals() == 0 && !row.partial() && !row.gated();
    }

    private static boolean plain(PolledWatch polled) {
        return polled.response().result() instanceof PollResult.Observed
                && polled.response().retryAfter().isEmpty();
    }

    private AccountRow change(String account, UnaryOperator<AccountRow> rule, Instant now) {
        long reads = reads(account);
        WatchStore.Change change =
                store.changeAccount(account, rule, (changed, watches) -> news(changed, watches, now));
        note(change.after(), reads);
        if (change.before().state() != change.after().state()) {
            logState(change.after(), Optional.of(change.before()), now);
        } else if (!code(change.before()).equals(code(change.after()))) {
            logState(change.after(), Optional.empty(), now);
        }
        return change.after();
    }

    /** Written with the change itself, so that no crash between the two makes one of them untrue. */
    private List<NewDelivery> news(WatchStore.Change change, LongSupplier watches, Instant now) {
        return AccountNews.of(change, watches, now)
                .map(event -> followUps.news(event, now))
                .orElse(List.of());
    }

    private static Optional<String> code(AccountRow row) {
        return row.problem().map(Problem::code);
    }

    private void logState(AccountRow row, Optional<AccountRow> before, Instant now) {
        Optional<AccountRow> ended = before.filter(b -> row.state() == AccountState.OK);
        LogLine line = LogLine.of("account")
                .with("account", row.name())
                .with("state", row.state())
                .with("code", row.problem().map(Problem::code))
                .with("request", row.problem().flatMap(Problem::requestId))
                .with("reason", row.problem().map(Problem::message))
                .with("remedy", row.problem().flatMap(Problem::remedy))
                .with("was", ended.map(AccountRow::state))
                .with("for", ended.map(b -> Duration.between(b.since(), now)))
                .with(
                        "rate",
                        Optional.of(row)
                                .filter(r -> r.state() == AccountState.THROTTLED)
                                .map(AccountUpdates::rounded))
                .with("watches", watching(row.name()));
        switch (row.state()) {
            case OK -> line.info(LOG);
            case THROTTLED -> line.warn(LOG);
            case UNREACHABLE, SUSPENDED -> line.error(LOG);
        }
    }

    /** The line must come even if the count cannot: the state has changed, and nobody would say so again. */
    private Optional<Long> watching(String account) {
        try {
            return Optional.of(store.watching(account));
        } catch (RuntimeException e) {
            LOG.debug("the watches of an account could not be counted", e);
            return Optional.empty();
        }
    }

    private static double rounded(AccountRow row) {
        return Math.round(row.rate() * 100) / 100.0;
    }

    /** Calls that are under way may be those of an account that is configured no more: its rate stays as it is. */
    private double configured(AccountRow row) {
        return settings.get().callsPerSecond().getOrDefault(row.name(), row.rate());
    }
}
