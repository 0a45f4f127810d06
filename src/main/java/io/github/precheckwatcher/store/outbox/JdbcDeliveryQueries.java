package io.github.precheckwatcher.store.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
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
 * Reads, replays and discards deliveries in the same database as the verdicts; the same SQL on H2 and PostgreSQL. Thread safe, and
 * safe beside other nodes. Failures of the database are {@code StoreException}s.
 */
@Singleton
public final class JdbcDeliveryQueries implements DeliveryQueries {
    private final Transactions transactions;
    private final ReadDeliveries readDeliveries = new ReadDeliveries();
    private final NotifierRows notifiers = new NotifierRows();
    private final DiscardDeliveries discardDeliveries = new DiscardDeliveries(notifiers);
    private final SelectDeliveries selectDeliveries;

    @Inject
    public JdbcDeliveryQueries(Transactions transactions) {
        this(transactions, Chunks.SIZE);
    }

    /** @param batch how many deliveries one transaction replays or discards, > 0 */
    JdbcDeliveryQueries(Transactions transactions, int batch) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.selectDeliveries = new SelectDeliveries(batch);
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
        return count(ended(filter));
    }

    @Override
    public int replay(Filter filter, Requester by, Instant now) {
        Filter ended = ended(filter);
        State from = ended.state().orElseThrow();
        return inBatches(ended, (c, ids) -> ReplayDeliveries.replay(c, ids, from, by, now));
    }

    private static Filter ended(Filter filter) {
        State state = filter.state().orElse(State.DEAD);
        if (state != State.DEAD && state != State.DELIVERED) {
            throw new IllegalArgumentException("what is " + state + " has not ended");
        }
        return filter.in(state);
    }

    @Override
    public long discardable(Filter filter) {
        return count(filter.in(State.PENDING));
    }

    @Override
    public int discard(Filter filter, Requester by, Instant now) {
        Filter waiting = filter.in(State.PENDING);
        int discarded = 0;
        for (String notifier : transactions.run(c -> selectDeliveries.notifiers(c, waiting))) {
            discarded +=
                    inBatches(waiting.to(notifier), (c, ids) -> discardDeliveries.discard(c, notifier, ids, by, now));
        }
        return discarded;
    }

    private long count(Filter filter) {
        return transactions.run(c -> selectDeliveries.count(c, filter));
    }

    /** A digest's members in its own transaction: nobody may see it in another state than them. */
    private int inBatches(Filter filter, Act act) {
        return inBatches((c, after) -> selectDeliveries.digests(c, filter, after), act)
                + inBatches((c, after) -> selectDeliveries.others(c, filter, after), act);
    }

    private int inBatches(Selection selection, Act act) {
        int done = 0;
        String after = "";
        while (true) {
            String from = after;
            List<String> ids = transactions.run(c -> selection.behind(c, from));
            if (ids.isEmpty()) {
                return done;
            }
            done += transactions.run(c -> act.on(c, ids));
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

    private interface Act {
        int on(Connection connection, List<String> ids) throws SQLException;
    }
}
