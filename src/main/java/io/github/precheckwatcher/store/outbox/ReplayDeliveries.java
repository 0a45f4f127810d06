package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Makes DEAD deliveries due again. Digests first, since they take their members along: a member that its digest reports
 * must not go out alone too.
 */
final class ReplayDeliveries {
    private static final String DIGEST = " and m.type = 'DIGEST'";
    private static final String OTHERS = " and m.type <> 'DIGEST'";

    private final int batch;

    /** @param batch how many deliveries one transaction takes beside the members of digests, > 0 */
    ReplayDeliveries(int batch) {
        this.batch = batch;
    }

    long count(Connection connection, Filter filter) throws SQLException {
        DeliveryCondition condition = new DeliveryCondition(filter);
        String dead = "select d.id from " + DeliveryCondition.ROWS + " where d.state = 'DEAD'" + condition.sql();
        String sql = "select count(*) as n from (" + dead
                + " union select x.id from delivery x where x.state = 'DEAD' and x.digest_id in (" + dead + DIGEST
                + ")) as taken";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(condition.bind(new Params(statement)));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).longNumber("n");
            }
        }
    }

    /** The next DEAD digests of the filter behind this id, in id order; a replayed one that dies again stays behind. */
    List<String> digests(Connection connection, Filter filter, String after) throws SQLException {
        return dead(connection, filter, DIGEST, after);
    }

    /** The same for what is no digest. */
    List<String> others(Connection connection, Filter filter, String after) throws SQLException {
        return dead(connection, filter, OTHERS, after);
    }

    private List<String> dead(Connection connection, Filter filter, String type, String after) throws SQLException {
        DeliveryCondition condition = new DeliveryCondition(filter);
        String sql = "select d.id from " + DeliveryCondition.ROWS + " where d.state = 'DEAD' and d.id > ?" + type
                + condition.sql() + " order by d.id fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(new Params(statement).text(after)).number(batch);
            return Columns.ids(statement);
        }
    }

    /**
     * Makes these due, each alone.
     *
     * @return how many of them were still DEAD
     */
    int alone(Connection connection, List<String> ids, Instant now) throws SQLException {
        return renew(connection, "digest_id = null,", "id", ids, now);
    }

    /** Makes the members of these digests wait for them again. */
    int members(Connection connection, List<String> digests, Instant now) throws SQLException {
        return renew(connection, "", "digest_id", digests, now);
    }

    /** As tried: what was once sent, in a digest or alone, is grouped into none. */
    private static int renew(Connection connection, String change, String key, List<String> ids, Instant now)
            throws SQLException {
        String sql = """
                update delivery
                set %s state = 'PENDING', attempts = 0, since = ?, due_at = ?, last_status = null, last_error = null,
                    progress = null, ended_at = null, tried = true, leased = false, fencing = fencing + 1
                where %s = any(?) and state = 'DEAD'""".formatted(change, key);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(now).time(now).texts(ids);
            return statement.executeUpdate();
        }
    }
}
