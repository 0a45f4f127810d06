package io.github.precheckwatcher.store.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads and replays deliveries in the same database as the verdicts; the same SQL on H2 and PostgreSQL. Thread safe, and
 * safe beside other nodes. Failures of the database are {@code StoreException}s.
 */
@Singleton
public final class JdbcDeliveryQueries implements DeliveryQueries {
    private final Transactions transactions;
    private final ReadDeliveries readDeliveries = new ReadDeliveries();
    private final NotifierRows notifiers = new NotifierRows();
    private final ReplayDeliveries replayDeliveries;

    @Inject
    public JdbcDeliveryQueries(Transactions transactions) {
        this(transactions, Chunks.SIZE);
    }

    /** @param batch how many deliveries one transaction replays, > 0 */
    JdbcDeliveryQueries(Transactions transactions, int batch) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.replayDeliveries = new ReplayDeliveries(batch);
    }

    @Override
    public List<Entry> list(Filter filter, Optional<PagePosition> after, int limit) {
        return transactions.run(c -> readDeliveries.list(c, filter, after, limit));
    }

    @Override
    public List<Entry> ofWatch(String watchId, int limit) {
        return transactions.run(c -> readDeliveries.ofWatch(c, watchId, limit));
    }

    @Override
    public Optional<Whole> find(String id) {
        return transactions.run(c -> readDeliveries.find(c, id));
    }

    @Override
    public long replayable(Filter filter) {
        return transactions.run(c -> replayDeliveries.count(c, filter));
    }

    @Override
    public int replay(Filter filter, Instant now) {
        // a digest's members in its own transaction: nobody may see it DELIVERED and them still DEAD
        int digests = inBatches(
                (c, after) -> replayDeliveries.digests(c, filter, after),
                (c, ids) -> replayDeliveries.alone(c, ids, now) + replayDeliveries.members(c, ids, now));
        int others = inBatches(
                (c, after) -> replayDeliveries.others(c, filter, after),
                (c, ids) -> replayDeliveries.alone(c, ids, now));
        return digests + others;
    }

    private int inBatches(Selection selection, Renewal renewal) {
        int renewed = 0;
        String after = "";
        while (true) {
            String from = after;
            List<String> ids = transactions.run(c -> selection.behind(c, from));
            if (ids.isEmpty()) {
                return renewed;
            }
            renewed += transactions.run(c -> renewal.of(c, ids));
            after = ids.get(ids.size() - 1);
        }
    }

    @Override
    public List<NotifierRow> notifiers() {
        return transactions.run(notifiers::all);
    }

    private interface Selection {
        List<String> behind(Connection connection, String id) throws SQLException;
    }

    private interface Renewal {
        int of(Connection connection, List<String> ids) throws SQLException;
    }
}
