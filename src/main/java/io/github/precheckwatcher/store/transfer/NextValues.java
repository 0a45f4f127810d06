package io.github.precheckwatcher.store.transfer;

import static io.github.precheckwatcher.store.transfer.StoreTable.quoted;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/** Where the counts of identity columns stand: an id is never given twice, be its row deleted or not. */
final class NextValues {
    private static final String H2 = """
            select identity_base from information_schema.columns
            where table_schema = current_schema and table_name = ? and column_name = ?""";

    private static final String POSTGRESQL = "select pg_get_serial_sequence(quote_ident(?), ?)";

    private NextValues() {}

    /** The value that each identity column gets next, by {@code table.column}. */
    static Map<String, Long> of(Connection connection, List<StoreTable> tables) throws SQLException {
        Map<String, Long> next = new TreeMap<>();
        for (StoreTable table : tables) {
            if (table.identity().isPresent()) {
                String column = table.identity().get().name();
                next.put(key(table, column), next(connection, table.name(), column));
            }
        }
        return next;
    }

    private static long next(Connection connection, String table, String column) throws SQLException {
        boolean postgresql = connection.isWrapperFor(PGConnection.class);
        try (PreparedStatement statement = connection.prepareStatement(postgresql ? POSTGRESQL : H2)) {
            statement.setString(1, table);
            statement.setString(2, column);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return postgresql ? ofSequence(connection, result.getString(1)) : result.getLong(1);
            }
        }
    }

    /** @param sequence as SQL writes its name */
    private static long ofSequence(Connection connection, String sequence) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return number(statement.executeQuery(
                    "select case when is_called then last_value + 1 else last_value end from " + sequence));
        }
    }

    /** Sets the counts in a store whose rows are written: at least so far, and past every id that is there. */
    static void set(Connection connection, List<StoreTable> tables, Map<String, Long> least) throws SQLException {
        for (StoreTable table : tables) {
            if (table.identity().isPresent()) {
                String column = table.identity().get().name();
                try (Statement statement = connection.createStatement()) {
                    long behind = number(statement.executeQuery(
                            "select coalesce(max(" + quoted(column) + "), 0) + 1 from " + quoted(table.name())));
                    long next = Math.max(behind, least.getOrDefault(key(table, column), 1L));
                    statement.execute("alter table " + quoted(table.name()) + " alter column " + quoted(column)
                            + " restart with " + next);
                }
            }
        }
    }

    private static String key(StoreTable table, String column) {
        return table.name() + "." + column;
    }

    private static long number(ResultSet result) throws SQLException {
        try (result) {
            result.next();
            return result.getLong(1);
        }
    }
}
