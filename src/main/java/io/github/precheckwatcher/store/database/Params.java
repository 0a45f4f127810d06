package io.github.precheckwatcher.store.database;

import io.github.precheckwatcher.precheck.VendorText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/** Binds the parameters of a statement one after the other, in the forms that the columns keep. */
public final class Params {
    /** What RFC 3339 can write; a time outside (the vendor's numbers may say anything) counts as absent. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final PreparedStatement statement;
    private int at;

    public Params(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Runs a statement with these parameters; how many rows it changed. */
    public static int update(Connection connection, String sql, Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new Params(statement));
            return statement.executeUpdate();
        }
    }

    /** Runs a statement whose one parameter is the ids of the rows that it changes; not at all when there are none. */
    public static void updateRows(Connection connection, String sql, Collection<String> ids) throws SQLException {
        if (!ids.isEmpty()) {
            update(connection, sql, params -> params.texts(ids));
        }
    }

    /** Binds the parameters of one statement. */
    @FunctionalInterface
    public interface Binding {
        void bind(Params params) throws SQLException;
    }

    /** Without what PostgreSQL refuses or its driver turns into a question mark: both databases keep the same. */
    public Params text(String value) throws SQLException {
        statement.setString(++at, VendorText.wellFormed(value));
        return this;
    }

    public Params text(Optional<String> value) throws SQLException {
        if (value.isPresent()) {
            return text(value.get());
        }
        statement.setNull(++at, Types.VARCHAR);
        return this;
    }

    public Params texts(Collection<String> values) throws SQLException {
        Object[] kept = values.stream().map(VendorText::wellFormed).toArray();
        statement.setArray(++at, statement.getConnection().createArrayOf("varchar", kept));
        return this;
    }

    /** Cut to the microseconds that the columns keep, so that both databases compare alike. */
    public Params time(Instant value) throws SQLException {
        Instant kept = value.isBefore(FIRST) ? FIRST : value.isAfter(LAST) ? LAST : value;
        statement.setObject(++at, OffsetDateTime.ofInstant(kept.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
        return this;
    }

    public Params time(Optional<Instant> value) throws SQLException {
        Optional<Instant> kept = value.filter(t -> !t.isBefore(FIRST) && !t.isAfter(LAST));
        if (kept.isPresent()) {
            return time(kept.get());
        }
        statement.setNull(++at, Types.TIMESTAMP_WITH_TIMEZONE);
        return this;
    }

    /** In milliseconds; what is above zero stays so. */
    public Params duration(Duration value) throws SQLException {
        return number(StoredDurations.millis(value));
    }

    public Params number(int value) throws SQLException {
        statement.setInt(++at, value);
        return this;
    }

    public Params number(long value) throws SQLException {
        statement.setLong(++at, value);
        return this;
    }

    public Params number(Optional<Integer> value) throws SQLException {
        return number(value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty());
    }

    public Params number(OptionalInt value) throws SQLException {
        if (value.isPresent()) {
            return number(value.getAsInt());
        }
        statement.setNull(++at, Types.INTEGER);
        return this;
    }

    public Params number(double value) throws SQLException {
        statement.setDouble(++at, value);
        return this;
    }

    public Params flag(boolean value) throws SQLException {
        statement.setBoolean(++at, value);
        return this;
    }

    /** The parameters so far are one entry of a batch; the next entry begins. */
    public void batch() throws SQLException {
        statement.addBatch();
        at = 0;
    }
}
