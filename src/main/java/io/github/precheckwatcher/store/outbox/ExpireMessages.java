package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes old messages away with all their deliveries, unless somebody is still to be sent one. */
public final class ExpireMessages {
    /** The states of a delivery that somebody is still to be sent. */
    private static final Set<String> AWAITED = Set.of("PENDING", "MUTED");

    private final int batch;

    /** @param batch how many messages one transaction takes, > 0 */
    public ExpireMessages(int batch) {
        this.batch = batch;
    }

    /**
     * Takes one batch of messages away that no watch takes with it: digests and news for operators.
     *
     * @return whether there may be more
     */
    public boolean expireLoose(Connection connection, Instant occurredBefore) throws SQLException {
        String sql = """
                select id from message
                where watch_id is null and occurred_at < ?
                    and not exists (
                        select 1 from delivery where delivery.event_id = message.id and delivery.state = 'PENDING')
                order by occurred_at, id
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(occurredBefore).number(batch);
            List<String> loose = Columns.ids(statement);
            Set<String> awaited = awaited(connection, loose);
            delete(
                    connection,
                    loose.stream().filter(id -> !awaited.contains(id)).toList());
            return loose.size() == batch;
        }
    }

    /**
     * Those of these messages that somebody is still to be told. Their deliveries are locked: a replay that comes later
     * finds none, one that came before is seen here.
     */
    public static Set<String> awaited(Connection connection, Collection<String> messages) throws SQLException {
        String sql = "select event_id, state from delivery where event_id = any(?) order by id for update";
        Set<String> awaited = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(messages);
            try (ResultSet result = statement.executeQuery()) {
                Columns columns = new Columns(result);
                while (result.next()) {
                    if (AWAITED.contains(columns.text("state"))) {
                        awaited.add(columns.text("event_id"));
                    }
                }
            }
        }
        return awaited;
    }

    /** With their deliveries and attempts. */
    public static void delete(Connection connection, Collection<String> messages) throws SQLException {
        List<String> deliveries = deliveries(connection, messages);
        Params.updateRows(connection, "update delivery set digest_id = null where digest_id = any(?)", deliveries);
        Params.updateRows(connection, "delete from attempt where delivery_id = any(?)", deliveries);
        Params.updateRows(connection, "delete from delivery where event_id = any(?)", messages);
        Params.updateRows(connection, "delete from message where id = any(?)", messages);
    }

    /** Asked for before what is deleted: H2 asks a subselect again for each row that it changes. */
    private static List<String> deliveries(Connection connection, Collection<String> messages) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select id from delivery where event_id = any(?)")) {
            new Params(statement).texts(messages);
            return Columns.ids(statement);
        }
    }
}
