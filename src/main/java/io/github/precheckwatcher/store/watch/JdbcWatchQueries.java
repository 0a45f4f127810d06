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
import java.util.Map;
import java.util.Optional;

/**
 * Reads watches for operators; the same SQL on H2 and PostgreSQL. Thread safe. Failures of the database are
 * {@code StoreException}s.
 */
@Singleton
public final class JdbcWatchQueries implements WatchQueries {
    /** So many different texts of labels are matched before the rows are read. */
    private static final int TEXTS = 1_000;

    /** The database compares a row's labels with so many texts: with more it would take longer than to match them here. */
    private static final int COMPARED = 50;

    /** So many rows are read at a time where their labels are matched here. */
    private static final int SCAN = 1_000;

    private final Transactions transactions;
    private final ParsedTexts parsed = new ParsedTexts();
    private final FindWatches findWatches = new FindWatches(parsed);

    @Inject
    public JdbcWatchQueries(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public List<Entry> list(Filter filter, Order order, Optional<Position> after, int limit) {
        if (WatchCondition.holdsAll(filter)) {
            return transactions.run(c -> findWatches.list(c, filter, order, after, limit));
        }
        List<String> texts = transactions.run(c -> FindWatches.labels(c, TEXTS));
        List<String> fitting = texts.stream()
                .filter(text -> matches(filter, parsed.labels(text)))
                .toList();
        if (texts.size() == TEXTS || fitting.size() > COMPARED) {
            return matched(filter, order, after, limit);
        }
        return fitting.isEmpty()
                ? List.of()
                : transactions.run(c -> findWatches.list(c, filter, Optional.of(fitting), order, after, limit));
    }

    private static boolean matches(Filter filter, Map<String, String> labels) {
        return filter.matchers().stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** Labels are matched here, row by row. */
    private List<Entry> matched(Filter filter, Order order, Optional<Position> after, int limit) {
        List<Entry> matching = new ArrayList<>();
        Optional<Position> from = after;
        while (true) {
            Optional<Position> behind = from;
            List<Entry> read = transactions.run(c -> findWatches.list(c, filter, order, behind, SCAN));
            read.stream()
                    .filter(entry -> matches(filter, entry.watch().spec().labels()))
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
}
