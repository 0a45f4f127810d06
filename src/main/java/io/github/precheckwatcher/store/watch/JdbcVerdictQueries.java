package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.watch.FindVerdicts.Part;
import io.github.precheckwatcher.watch.VerdictQueries;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads verdicts for operators; the same SQL on H2 and PostgreSQL. Thread safe. Failures of the database are
 * {@code StoreException}s.
 */
@Singleton
public final class JdbcVerdictQueries implements VerdictQueries {
    /** So many reports are read at a time. */
    private static final int REPORTS = 100;

    private final Transactions transactions;
    private final FindVerdicts findVerdicts = new FindVerdicts(new ParsedTexts());

    @Inject
    public JdbcVerdictQueries(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    /** Each part in a transaction of its own, and of so few that their reports are small together. */
    @Override
    public List<Concluded> list(Filter filter, Optional<PagePosition> after, int limit) {
        List<Concluded> verdicts = new ArrayList<>();
        Optional<PagePosition> from = after;
        while (true) {
            Optional<PagePosition> behind = from;
            int most = Math.min(REPORTS, limit - verdicts.size());
            Part part = transactions.run(c -> findVerdicts.list(c, filter, behind, most));
            verdicts.addAll(part.verdicts());
            if (!part.more() || verdicts.size() == limit) {
                return verdicts;
            }
            from = part.last();
        }
    }

    @Override
    public Optional<Ended> find(String id) {
        return transactions.run(c -> findVerdicts.find(c, id));
    }
}
