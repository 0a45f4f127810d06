package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * The names of watches once more, in a table with the index that lists are read along: PostgreSQL would write one of
 * {@code watch} twice with each poll. Written under the lock of the watch's own row, with which it is deleted.
 */
final class ListedNames {
    private ListedNames() {}

    /** @param names by the ids of watches that have none yet */
    static void insert(Connection connection, Map<String, String> names) throws SQLException {
        write(connection, "insert into watch_name (listed_as, watch_id) values (?, ?)", names);
    }

    /** @param names by watch id */
    static void change(Connection connection, Map<String, String> names) throws SQLException {
        write(connection, "update watch_name set listed_as = ? where watch_id = ?", names);
    }

    private static void write(Connection connection, String sql, Map<String, String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Map.Entry<String, String> name : names.entrySet()) {
                params.text(name.getValue()).text(name.getKey()).batch();
            }
            statement.executeBatch();
        }
    }
}
