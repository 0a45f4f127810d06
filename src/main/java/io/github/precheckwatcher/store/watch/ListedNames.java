package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/**
 * The names of watches once more, in a table with the index that lists are read along: PostgreSQL would write one of
 * {@code watch} twice with each poll. Written under the lock of the watch's own row, with which it is deleted.
 */
final class ListedNames {
    private ListedNames() {}

    /** @param watchIds of watches that have none yet; those that there are not are left out */
    static void add(Connection connection, Collection<String> watchIds) throws SQLException {
        Params.updateRows(
                connection,
                "insert into watch_name (watch_id, listed_as) select id, name from watch where id = any(?)",
                watchIds);
    }

    /** @param names by watch id; those that are as they were write nothing */
    static void change(Connection connection, Map<String, String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        String sql = "update watch_name set listed_as = ? where watch_id = ? and listed_as <> ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Map.Entry<String, String> name : names.entrySet()) {
                params.text(name.getValue())
                        .text(name.getKey())
                        .text(name.getValue())
                        .batch();
            }
            statement.executeBatch();
        }
    }
}
