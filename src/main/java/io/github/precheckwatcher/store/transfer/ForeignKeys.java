package io.github.precheckwatcher.store.transfer;

import static io.github.precheckwatcher.store.transfer.StoreTable.quoted;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Lets rows be written in any order: what refers to other rows is checked once all are there. A digest refers to rows of
 * its own table, so no order of tables would do.
 */
final class ForeignKeys {
    private final Connection connection;
    private final List<String> enforcing;

    private ForeignKeys(Connection connection, List<String> enforcing) {
        this.connection = connection;
        this.enforcing = enforcing;
    }

    /** From now on none is checked. On PostgreSQL this, too, is part of the transaction, and locks the tables until its end. */
    static ForeignKeys suspend(Connection connection, List<StoreTable> tables) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                ? suspendOnPostgresql(connection)
                : suspendOnH2(connection, tables);
    }

    private static ForeignKeys suspendOnH2(Connection connection, List<StoreTable> tables) throws SQLException {
        execute(connection, "set referential_integrity false");
        List<String> enforcing = new ArrayList<>(List.of("set referential_integrity true"));
        tables.forEach(table ->
                enforcing.add("alter table " + quoted(table.name()) + " set referential_integrity true check"));
        return new ForeignKeys(connection, enforcing);
    }

    private static ForeignKeys suspendOnPostgresql(Connection connection) throws SQLException {
        String sql = """
                select conrelid::regclass::text as name, quote_ident(conname) as key, pg_get_constraintdef(oid) as rule
                from pg_constraint
                where contype = 'f' and connamespace = (select oid from pg_namespace where nspname = current_schema)
                order by conrelid, conname""";
        List<String> dropping = new ArrayList<>();
        List<String> enforcing = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                String alter = "alter table " + result.getString("name");
                String key = result.getString("key");
                dropping.add(alter + " drop constraint " + key);
                enforcing.add(alter + " add constraint " + key + " " + result.getString("rule"));
            }
        }
        for (String drop : dropping) {
            execute(connection, drop);
        }
        return new ForeignKeys(connection, enforcing);
    }

    /** @throws SQLException when a row refers to one that is not there */
    void enforce() throws SQLException {
        for (String sql : enforcing) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
