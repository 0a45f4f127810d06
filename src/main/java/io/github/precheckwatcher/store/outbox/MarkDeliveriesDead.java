package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Ends deliveries that nobody makes any more: old ones that nobody has claimed. */
final class MarkDeliveriesDead {
    private static final String REASON = "the notifier is not configured any more";

    private final int batch;

    /** @param batch how many deliveries one transaction takes, > 0 */
    MarkDeliveriesDead(int batch) {
        this.batch = batch;
    }

    /** The notifiers to whom something is owed. */
    List<String> owed(Connection connection) throws SQLException {
        String sql = "select distinct notifier as id from delivery where state = 'PENDING' order by 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return Columns.ids(statement);
        }
    }

    /**
     * Ends one batch of a notifier's deliveries as DEAD.
     *
     * @param occurredBefore only those whose event is older
     * @return how many; 0: none is left
     */
    int markDead(Connection connection, String notifier, Instant occurredBefore, Instant now) throws SQLException {
        List<String> ids = pending(connection, notifier, occurredBefore, now);
        if (ids.isEmpty()) {
            return 0;
        }
        String sql = """
                update delivery
                set state = 'DEAD', ended_at = ?, last_status = null, last_error = ?, fencing = fencing + 1
                where state = 'PENDING' and (id = any(?) or digest_id = any(?))""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(now).text(REASON).texts(ids).texts(ids);
            return statement.executeUpdate();
        }
    }

    /** How many there are to end, in however many batches. */
    int count(Connection connection, String notifier, Instant occurredBefore, Instant now) throws SQLException {
        String sql = """
                select count(*) as n
                from delivery d left join delivery whole on whole.id = d.digest_id
                where d.notifier = ? and d.state = 'PENDING'
                    and coalesce(whole.due_at, d.due_at) <= ? and coalesce(whole.since, d.since) < ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier).time(now).time(occurredBefore);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).number("n");
            }
        }
    }

    /** What is due later is under somebody's lease, or waits for a try that somebody has planned. */
    private List<String> pending(Connection connection, String notifier, Instant occurredBefore, Instant now)
            throws SQLException {
        String sql = """
                select id from delivery
                where notifier = ? and state = 'PENDING' and due_at <= ? and since < ? and digest_id is null
                order by id
                fetch first ? rows only
                for update""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier).time(now).time(occurredBefore).number(batch);
            return Columns.ids(statement);
        }
    }
}
