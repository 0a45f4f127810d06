package io.github.precheckwatcher.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which watches were registered by requests and are named by no file: as many as the limit allows. */
public final class RequestedRows {
    private RequestedRows() {}

    /** Waits until no other request registers, on whatever node; until the transaction's end none other does. */
    public static void lock(Connection connection) throws SQLException {
        try (PreparedStatement first =
                        connection.prepareStatement("insert into request_turn (id) values (1) on conflict do nothing");
                PreparedStatement lock =
                        connection.prepareStatement("select id from request_turn where id = 1 for update")) {
            first.executeUpdate();
            lock.executeQuery().close();
        }
    }

    /** How many there are. */
    public static long count(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select count(*) as many from requested");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return new Columns(result).longNumber("many");
        }
    }

    /** Those of these watches that count already. */
    public static Set<String> among(Connection connection, Collection<String> watchIds) throws SQLException {
        if (watchIds.isEmpty()) {
            return Set.of();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select watch_id as id from requested where watch_id = any(?)")) {
            new Params(statement).texts(watchIds);
            return new HashSet<>(Columns.ids(statement));
        }
    }

    /** From now on these count, too. */
    public static void add(Connection connection, List<String> watchIds) throws SQLException {
        for (List<String> chunk : Chunks.of(watchIds)) {
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into requested (watch_id) values (?)")) {
                Params params = new Params(statement);
                for (String id : chunk) {
                    params.text(id).batch();
                }
                statement.executeBatch();
            }
        }
    }

    /** From now on files name these. */
    public static void remove(Connection connection, Collection<String> watchIds) throws SQLException {
        Params.updateRows(connection, "delete from requested where watch_id = any(?)", watchIds);
    }
}
