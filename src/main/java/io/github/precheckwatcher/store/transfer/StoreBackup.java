package io.github.precheckwatcher.store.transfer;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.store.database.ActiveDatabase;
import io.github.precheckwatcher.store.database.SchemaVersion;
import io.github.precheckwatcher.store.database.StoreException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.h2.store.fs.FilePath;
import org.postgresql.PGConnection;

/**
 * Writes the embedded store, as it is at one moment, while the daemon works on: H2's own script between a header and a
 * last line that says that it is whole. Below the isolation level SNAPSHOT a script of several tables is torn. One at a
 * time. Thread safe.
 */
@Singleton
public final class StoreBackup {
    /** While a reader is slow H2 keeps every version of every row, and its file grows. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final DataSource source;
    private final Clock clock;
    private final Semaphore one = new Semaphore(1);

    @Inject
    public StoreBackup(ActiveDatabase database, Clock clock) {
        this(database.dataSource(), clock);
    }

    public StoreBackup(DataSource source, Clock clock) {
        this.source = requireNonNull(source, "source");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Looks whether a backup can be made now.
     *
     * @throws TransferRefused when the store is another database's, or when one is being made
     * @throws StoreException when the store does not answer
     */
    public void check() throws TransferRefused {
        try (Connection connection = source.getConnection()) {
            if (connection.isWrapperFor(PGConnection.class)) {
                throw new TransferRefused("the store is in PostgreSQL: save it by pg_dump, restore it by pg_restore");
            }
        } catch (SQLException e) {
            throw new StoreException("the store cannot be read for a backup", e);
        }
        if (one.availablePermits() == 0) {
            throw underWay();
        }
    }

    private static TransferRefused underWay() {
        return new TransferRefused("another backup is being made; try again when it is done");
    }

    /**
     * Writes one, compressed. Blocks while the reader is slow, but no longer than ten minutes in all.
     *
     * @param out stays open; what it got is no backup unless this returns
     * @throws IOException when the reader is gone or too slow, or when the store fails
     */
    public void write(OutputStream out) throws TransferRefused, IOException {
        if (!one.tryAcquire()) {
            throw underWay();
        }
        try (Connection connection = source.getConnection()) {
            execute(connection, "set session characteristics as transaction isolation level snapshot");
            connection.setAutoCommit(false);
            try {
                write(connection, out);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                execute(connection, "set session characteristics as transaction isolation level read committed");
            }
        } catch (SQLException e) {
            throw new IOException(new StoreException("the backup was not completed", e));
        } finally {
            one.release();
        }
    }

    private void write(Connection connection, OutputStream out) throws SQLException, IOException {
        Instant end = clock.instant().plus(LONGEST);
        OutputStream bounded = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (clock.instant().isAfter(end)) {
                    throw new IOException("the backup took longer than " + LONGEST);
                }
                out.write(bytes, from, length);
            }
        };
        GZIPOutputStream compressed = new Fast(bounded);
        compressed.write(header(connection).text().getBytes(StandardCharsets.UTF_8));
        ScriptPath path = new ScriptPath(compressed);
        FilePath.register(path);
        try {
            execute(
                    connection,
                    "script columns nopasswords nosettings to '" + ScriptPath.SCHEME + ":script' charset 'UTF-8'");
        } finally {
            FilePath.unregister(path);
        }
        compressed.write((BackupHeader.LAST + "\n").getBytes(StandardCharsets.UTF_8));
        compressed.finish();
        out.flush();
    }

    private BackupHeader header(Connection connection) throws SQLException {
        List<StoreTable> tables = StoreTable.all(connection);
        String schema = SchemaVersion.of(connection).orElseThrow(() -> new IllegalStateException("no schema"));
        return new BackupHeader(
                schema, clock.instant().truncatedTo(ChronoUnit.SECONDS), NextValues.of(connection, tables));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Less compressed in a third of the time, which the daemon's own work has then. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 16 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
