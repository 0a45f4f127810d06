package io.github.precheckwatcher.store.watch;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.store.account.AccountRows;
import io.github.precheckwatcher.store.account.AskProbes;
import io.github.precheckwatcher.store.account.ChangeAccounts;
import io.github.precheckwatcher.store.account.ExpireNames;
import io.github.precheckwatcher.store.database.ActTime;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.outbox.ExpireMessages;
import io.github.precheckwatcher.store.outbox.ExpireMutes;
import io.github.precheckwatcher.store.outbox.MessageRows;
import io.github.precheckwatcher.watch.Claim;
import io.github.precheckwatcher.watch.InstanceKey;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.WatchClaimLimit;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Keeps watches, verdicts and accounts in a relational database; the same SQL on H2 and PostgreSQL. Says where
 * transactions begin and end, and cuts long lists into several. Functions handed in (rules, changes, ids) run inside a
 * transaction that may be repeated. Failures of the database are {@link StoreException}s.
 */
@Singleton
public final class JdbcWatchStore implements WatchStore {
    private static final Logger LOG = Logger.getLogger(JdbcWatchStore.class);

    private final Transactions transactions;
    private final AccountRows accountRows = new AccountRows();
    private final ChangeAccounts changeAccounts = new ChangeAccounts(accountRows);
    private final ParsedTexts parsed = new ParsedTexts();
    private final RegisterAll registerAll;
    private final RegisterRequests registerRequests;
    private final UnnamedWatches unnamedWatches;
    private final TakeWatches takeWatches;
    private final ClaimWatches claimWatches = new ClaimWatches(accountRows, parsed);
    private final RecordRechecks recordRechecks = new RecordRechecks();
    private final LastVerdicts lastVerdicts = new LastVerdicts();
    private final ConcludeWatches concludeWatches = new ConcludeWatches(lastVerdicts);
    private final ExpireWatches expireWatches = new ExpireWatches(Chunks.SIZE);
    private final ExpireMessages expireMessages = new ExpireMessages(Chunks.SIZE);
    private final ExpireNames expireNames = new ExpireNames();
    private final ReadWatches readWatches = new ReadWatches();
    private final AskProbes askProbes = new AskProbes(accountRows);

    private final LongSupplier nanos;

    @Inject
    public JdbcWatchStore(Transactions transactions) {
        this(transactions, System::nanoTime);
    }

    /** @param nanos what {@link System#nanoTime} gives */
    JdbcWatchStore(Transactions transactions, LongSupplier nanos) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.nanos = requireNonNull(nanos, "nanos");
        RegisterWatches registerWatches = new RegisterWatches(parsed);
        this.registerAll = new RegisterAll(transactions, registerWatches);
        this.registerRequests = new RegisterRequests(transactions, registerWatches);
        this.unnamedWatches = new UnnamedWatches(transactions);
        this.takeWatches = new TakeWatches(transactions, parsed);
    }

    @Override
    public List<Registered> register(List<WatchSpec> specs, Instant now, Supplier<String> ids) {
        return registerAll.register(specs, now, ids, false);
    }

    @Override
    public List<Registered> registerAtStart(List<WatchSpec> specs, Instant now, Supplier<String> ids) {
        // asked once: another node may poll the first of these watches while the last is not yet written
        boolean firstStart = transactions.run(readWatches::isFirstStart);
        return registerAll.register(specs, now, ids, firstStart);
    }

    @Override
    public Requested request(
            List<WatchSpec> specs,
            Instant now,
            Supplier<String> ids,
            Requester by,
            Predicate<WatchIdentity> named,
            int most) {
        return registerRequests.register(specs, new RegisterRequests.Asked(now, ids, by, named, most));
    }

    @Override
    public List<Unnamed> unnamed(Collection<WatchIdentity> named) {
        return unnamedWatches.find(named);
    }

    @Override
    public Set<String> keepUnnamed(Collection<String> watchIds) {
        return unnamedWatches.keep(watchIds);
    }

    @Override
    public List<Watch> takeUnnamed(Collection<String> watchIds, Instant now, Duration lease) {
        return takeWatches.takeNamedByFiles(watchIds, new ActTime(now, nanos), lease);
    }

    @Override
    public void openAccounts(Map<String, Double> callsPerSecond, Instant now) {
        new TreeMap<>(callsPerSecond)
                .forEach((account, rate) -> transactions.run(c -> changeAccounts.open(c, account, rate, now)));
    }

    @Override
    public Claim claim(
            String account, Function<AccountRow, WatchClaimLimit> rule, Instant now, Duration lease, int limit) {
        ActTime time = new ActTime(now, nanos);
        return transactions.run(c -> claimWatches.claim(c, account, rule, time, lease, limit));
    }

    @Override
    public int record(List<Recheck> rechecks) {
        List<Recheck> ordered =
                rechecks.stream().sorted(comparing(r -> r.watch().id())).toList();
        int stale = 0;
        for (List<Recheck> chunk : Chunks.of(ordered)) {
            stale += transactions.run(c -> recordRechecks.record(c, chunk));
        }
        return stale;
    }

    @Override
    public Map<InstanceKey, PreviousVerdict> lastVerdicts(Collection<InstanceKey> instances) {
        return instances.isEmpty() ? Map.of() : transactions.run(c -> lastVerdicts.find(c, instances));
    }

    @Override
    public Set<String> conclude(List<Conclusion> conclusions) {
        List<Conclusion> ordered =
                conclusions.stream().sorted(comparing(c -> c.watch().id())).toList();
        Set<String> written = new HashSet<>();
        for (List<Conclusion> chunk : Chunks.of(ordered)) {
            ConcludeWatches.Written its = transactions.run(c -> concludeWatches.conclude(c, chunk));
            written.addAll(its.verdicts());
            chunk.forEach(conclusion -> reportMuted(conclusion, its.muted()));
        }
        return written;
    }

    /** In place of the line that the notifier log writes, if that waits too. */
    private static void reportMuted(Conclusion conclusion, Map<String, List<String>> muted) {
        List<String> mutes = muted.get(conclusion.verdict().id());
        if (mutes != null) {
            LogLine.of("muted")
                    .with("watch", conclusion.watch().spec().name())
                    .with("outcome", conclusion.verdict().outcome())
                    .with("verdict", conclusion.verdict().id())
                    .with("mute", String.join(",", mutes))
                    .info(LOG);
        }
    }

    @Override
    public Change changeAccount(
            String account,
            UnaryOperator<AccountRow> change,
            BiFunction<Change, LongSupplier, List<NewDelivery>> news) {
        return transactions.run(c -> {
            Change changed = changeAccounts.change(c, account, change);
            List<NewDelivery> deliveries = news.apply(changed, () -> watching(c, account));
            if (!deliveries.isEmpty()) {
                MessageRows.insert(c, deliveries, Optional.empty());
            }
            return changed;
        });
    }

    private long watching(Connection connection, String account) {
        try {
            return readWatches.watching(connection, account);
        } catch (SQLException e) {
            throw new StoreException("the watches of an account cannot be counted", e);
        }
    }

    @Override
    public Map<String, AccountRow> accounts() {
        return transactions.run(accountRows::all);
    }

    @Override
    public Optional<ProbeAsked> askProbe(String account, Requester by, Instant now) {
        return transactions.run(c -> askProbes.ask(c, account, by, now));
    }

    @Override
    public void release(Collection<Watch> watches) {
        List<Watch> ordered = watches.stream().sorted(comparing(Watch::id)).toList();
        for (List<Watch> chunk : Chunks.of(ordered)) {
            transactions.perform(c -> recordRechecks.release(c, chunk));
        }
    }

    @Override
    public void expire(Instant endedBefore, Collection<WatchIdentity> stillNamed) {
        Set<WatchIdentity> named = Set.copyOf(stillNamed);
        whileMore(c -> expireWatches.expireEnded(c, endedBefore, named));
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String from = after.get();
            after = transactions.run(c -> expireWatches.expireTombstones(c, from, named));
        }
        whileMore(c -> expireWatches.expireAccountHistory(c, endedBefore));
        whileMore(c -> expireMessages.expireLoose(c, endedBefore));
        whileMore(c -> lastVerdicts.expire(c, endedBefore, Chunks.SIZE));
        whileMore(c -> ExpireMutes.expire(c, endedBefore, Chunks.SIZE));
    }

    /** One batch a transaction, as long as each says that there may be more. */
    private void whileMore(Transactions.Work<Boolean> batch) {
        boolean more = true;
        while (more) {
            more = transactions.run(batch);
        }
    }

    @Override
    public void expireNames(
            Collection<String> accounts, Collection<String> notifiers, Instant now, Instant namedBefore) {
        transactions.perform(c -> expireNames.note(c, accounts, notifiers, now));
        transactions.perform(c -> expireNames.expire(c, namedBefore));
    }

    @Override
    public long watching(String account) {
        return transactions.run(c -> readWatches.watching(c, account));
    }

    @Override
    public Map<String, Running> running() {
        return transactions.run(readWatches::running);
    }

    @Override
    public long refused(String account) {
        return transactions.run(c -> readWatches.refused(c, account));
    }

    @Override
    public Map<String, Long> counts() {
        return transactions.run(readWatches::byState);
    }

    @Override
    public List<Ended> ended(Collection<WatchIdentity> identities) {
        Map<WatchIdentity, Ended> found = new HashMap<>();
        for (List<WatchIdentity> chunk : Chunks.of(List.copyOf(identities))) {
            found.putAll(transactions.run(c -> readWatches.ended(c, chunk)));
        }
        return identities.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
