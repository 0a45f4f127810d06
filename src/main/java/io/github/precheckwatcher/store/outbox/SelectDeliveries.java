package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Which deliveries an act of an operator takes, in id order and in batches. Digests come first, since they take their
 * members along: a member that its digest reports must not go out alone too. A waiting member is in its digest's hands
 * alone.
 */
final class SelectDeliveries {
    private final int batch;

    /** @param batch how many deliveries one transaction takes beside the members of digests, > 0 */
    SelectDeliveries(int batch) {
        this.batch = batch;
    }

    /**
     * How many there are, members of digests counted.
     *
     * @param filter with a state, as for all methods
     */
    long count(Connection connection, Filter filter) throws SQLException {
        DeliveryCondition condition = new DeliveryCondition(filter);
        String taken = "select d.id from " + DeliveryCondition.ROWS + " where 1 = 1" + alone(filter) + condition.sql();
        String sql = "select count(*) as n from (" + taken
                + " union select x.id from delivery x where x.state = ? and x.digest_id in (" + taken
                + " and m.type = 'DIGEST')) as taken";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = condition.bind(new Params(statement));
            condition.bind(params.text(state(filter).name()));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).longNumber("n");
            }
        }
    }

    /** The notifiers of these deliveries, by name. */
    List<String> notifiers(Connection connection, Filter filter) throws SQLException {
        DeliveryCondition condition = new DeliveryCondition(filter);
        String sql = "select distinct d.notifier as id from " + DeliveryCondition.ROWS + " where 1 = 1" + alone(filter)
                + condition.sql() + " order by 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(new Params(statement));
            return Columns.ids(statement);
        }
    }

    /** The next digests behind this id; one that has the state again by then stays behind. */
    List<String> digests(Connection connection, Filter filter, String after) throws SQLException {
        return next(connection, filter, " and m.type = 'DIGEST'", after);
    }

    /** The same for what is no digest. */
    List<String> others(Connection connection, Filter filter, String after) throws SQLException {
        return next(connection, filter, " and m.type <> 'DIGEST'", after);
    }

    private List<String> next(Connection connection, Filter filter, String type, String after) throws SQLException {
        DeliveryCondition condition = new DeliveryCondition(filter);
        String sql = "select d.id from " + DeliveryCondition.ROWS + " where d.id > ?" + type + alone(filter)
                + condition.sql() + " order by d.id fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(new Params(statement).text(after)).number(batch);
            return Columns.ids(statement);
        }
    }

    /** Those of these deliveries, or of the members of these digests, that are in that state still: locked, in id order. */
    static List<String> lock(Connection connection, String key, List<String> ids, State state) throws SQLException {
        String sql = "select id from delivery where " + key + " = any(?) and state = ? order by id for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids).text(state.name());
            return Columns.ids(statement);
        }
    }

    private static String alone(Filter filter) {
        return state(filter) == State.PENDING ? " and d.digest_id is null" : "";
    }

    private static State state(Filter filter) {
        return filter.state().orElseThrow();
    }
}
