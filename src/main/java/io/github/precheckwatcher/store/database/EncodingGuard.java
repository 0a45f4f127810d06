package io.github.precheckwatcher.store.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Refuses a PostgreSQL database that does not keep UTF-8: the first word from the cloud that its encoding lacks could
 * never be written. Flyway alone would go on.
 */
final class EncodingGuard implements Callback {
    private static final String UTF8 = "UTF8";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_VALIDATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** @throws StoreException naming the database and its encoding, when that is another one */
    @Override
    public void handle(Event event, Context context) {
        Connection connection = context.getConnection();
        try {
            if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                require(connection);
            }
        } catch (SQLException e) {
            throw new StoreException("the database does not say its encoding", e);
        }
    }

    private static void require(Connection connection) throws SQLException {
        String sql = "select current_setting('server_encoding') as encoding, current_database() as name";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            Columns columns = new Columns(result);
            String encoding = columns.text("encoding");
            if (!encoding.equals(UTF8)) {
                throw new StoreException(
                        "the database %s has the encoding %s, which cannot keep every text; make one with UTF-8 (create database ... encoding 'UTF8' template template0) and set PGDATABASE, or quarkus.datasource.postgresql.jdbc.url"
                                .formatted(columns.text("name"), encoding));
            }
        }
    }

    @Override
    public String getCallbackName() {
        return "encoding-guard";
    }
}
