package io.github.precheckwatcher.store.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the columns of a result's current row by name, in the types of the model. */
public final class Columns {
    private final ResultSet result;

    public Columns(ResultSet result) {
        this.result = result;
    }

    /** Runs a query for the column {@code id} alone. */
    public static List<String> ids(PreparedStatement query) throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            List<String> ids = new ArrayList<>();
            while (result.next()) {
                ids.add(result.getString("id"));
            }
            return ids;
        }
    }

    public String text(String column) throws SQLException {
        return result.getString(column);
    }

    public Optional<String> textOrNone(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    public Instant time(String column) throws SQLException {
        return result.getObject(column, OffsetDateTime.class).toInstant();
    }

    public Optional<Instant> timeOrNone(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public Duration duration(String column) throws SQLException {
        return Duration.ofMillis(result.getLong(column));
    }

    public int number(String column) throws SQLException {
        return result.getInt(column);
    }

    public OptionalInt numberOrNone(String column) throws SQLException {
        int value = result.getInt(column);
        return result.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    public long longNumber(String column) throws SQLException {
        return result.getLong(column);
    }

    public double real(String column) throws SQLException {
        return result.getDouble(column);
    }

    public boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }
}
