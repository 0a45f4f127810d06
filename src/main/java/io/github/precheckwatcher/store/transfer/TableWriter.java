package io.github.precheckwatcher.store.transfer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Writes rows into one table, many in a batch. Bounded memory: a batch ends by its rows or by the size of their texts. */
final class TableWriter implements AutoCloseable {
    private static final int MOST_ROWS = 500;
    private static final long MOST_CHARACTERS = 1024 * 1024;

    private final PreparedStatement statement;
    private long written;
    private int rows;
    private long characters;

    TableWriter(Connection connection, StoreTable table) throws SQLException {
        this.statement = connection.prepareStatement(table.insert());
    }

    /** @param values one a column, in its order; null where there is none */
    void write(Object... values) throws SQLException {
        for (int at = 0; at < values.length; at++) {
            if (values[at] == null) {
                statement.setNull(at + 1, Types.NULL);
            } else {
                statement.setObject(at + 1, values[at]);
                characters += values[at] instanceof String text ? text.length() : 0;
            }
        }
        statement.addBatch();
        rows++;
        if (rows >= MOST_ROWS || characters >= MOST_CHARACTERS) {
            flush();
        }
    }

    /** How many rows the database has got. */
    long written() {
        return written;
    }

    void flush() throws SQLException {
        if (rows > 0) {
            statement.executeBatch();
            written += rows;
            rows = 0;
            characters = 0;
        }
    }

    /** Without what was not flushed. */
    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
