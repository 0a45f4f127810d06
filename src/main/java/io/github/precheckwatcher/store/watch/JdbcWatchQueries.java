package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.ProgressPoints;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.watch.WatchQueries;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads watches and verdicts for operators; the same SQL on H2 and PostgreSQL. Thread safe. Failures of the database are
 * {@code StoreException}s.
 */
@Singleton
public final class JdbcWatchQueries implements WatchQueries {
    /** Labels are matched here, not by the database: so many rows are read at a time for that. */
    private static final int SCAN = 1_000;

    private final Transactions transactions;
    private final FindWatches findWatches = new FindWatches(new ParsedTexts());

    @Inject
    public JdbcWatchQueries(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public List<Entry> list(Filter filter, Order order, Optional<Position> after, int limit) {
        if (WatchCondition.holdsAll(filter)) {
            return transactions.run(c -> findWatches.list(c, filter, order, after, limit));
        }
        List<Entry> matching = new ArrayList<>();
        Optional<Position> from = after;
        while (true) {
            Optional<Position> behind = from;
            List<Entry> read = transactions.run(c -> findWatches.list(c, filter, order, behind, SCAN));
            read.stream()
                    .filter(entry -> filter.matchers().stream()
                            .allMatch(matcher ->
                                    matcher.matches(entry.watch().spec().labels())))
                    .limit(limit - matching.size())
                    .forEach(matching::add);
            if (read.size() < SCAN || matching.size() == limit) {
                return matching;
            }
            from = Optional.of(read.get(read.size() - 1).position(order));
        }
    }

    @Override
    public Optional<Entry> find(String id) {
        return transactions.run(c -> findWatches.find(c, id));
    }

    @Override
    public List<Happening> timeline(String id) {
        return transactions.run(c -> findWatches.timeline(c, id));
    }

    @Override
    public ProgressPoints progress(String id) {
        return transactions.run(c -> ProgressRows.of(c, id));
    }

    @Override
    public long dueBefore(String account, Instant due) {
        return transactions.run(c -> findWatches.dueBefore(c, account, due));
    }

    @Override
    public List<Ended> verdicts(String id) {
        return transactions.run(c -> findWatches.verdicts(c, id));
    }

    @Override
    public Optional<Ended> verdict(String id) {
        return transactions.run(c -> findWatches.verdict(c, id));
    }
}
