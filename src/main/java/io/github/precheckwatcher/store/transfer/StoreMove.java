package io.github.precheckwatcher.store.transfer;

import static io.github.precheckwatcher.store.transfer.StoreTable.quoted;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.database.SchemaVersion;
import io.github.precheckwatcher.store.database.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Copies a store from one database into the other, all of it or nothing, while no daemon works on either. The copy has
 * the schema's version of the original, and every row as it is: what was to be sent is to be sent, once. The original is
 * not changed. Bounded memory.
 */
public final class StoreMove {
    private static final int ROWS_AT_ONCE = 200;
    private static final int ROWS_A_COMMIT = 5_000;
    private static final int ROWS_A_REPORT = 50_000;

    private final StoreAddress embedded;
    private final StoreAddress postgresql;
    private final Path dataDir;
    private final TransferProgress progress;

    /**
     * @param embedded the embedded store
     * @param dataDir where its file is, or is to be
     * @param postgresql the other one
     */
    public StoreMove(StoreAddress embedded, Path dataDir, StoreAddress postgresql, TransferProgress progress) {
        this.embedded = embedded;
        this.dataDir = dataDir;
        this.postgresql = postgresql;
        this.progress = progress;
    }

    /**
     * Copies the embedded store into PostgreSQL, in one transaction.
     *
     * @return how many rows there are
     */
    public long toPostgresql() throws TransferRefused, SQLException {
        if (!Files.exists(H2Url.file(dataDir))) {
            throw new TransferRefused("there is no store to move: " + H2Url.file(dataDir) + " does not exist");
        }
        try (AgroalDataSource from = embedded.open();
                AgroalDataSource to = postgresql.open()) {
            String version = version(from);
            makeSchema(to, version);
            try (Connection source = from.getConnection();
                    Connection target = to.getConnection()) {
                try {
                    begin(source, "share");
                    begin(target, "access exclusive");
                    long rows = copy(source, target, Integer.MAX_VALUE);
                    target.commit();
                    return rows;
                } finally {
                    // a pool commits what it is given back amid a transaction
                    target.rollback();
                    source.rollback();
                }
            }
        }
    }

    /**
     * Copies the store in PostgreSQL into a new file.
     *
     * @return how many rows there are
     */
    public long toEmbedded() throws TransferRefused, IOException, SQLException {
        try (AgroalDataSource from = postgresql.open();
                NewStoreFile to = NewStoreFile.in(dataDir, embedded)) {
            String version = version(from);
            SchemaVersion.make(to.source(), version);
            long rows;
            try (Connection source = from.getConnection();
                    Connection target = to.source().getConnection()) {
                try {
                    begin(source, "share");
                    begin(target, "access exclusive");
                    LiveNodes.refuse(source);
                    rows = copy(source, target, ROWS_A_COMMIT);
                    target.commit();
                } finally {
                    source.rollback();
                }
            }
            to.finish();
            return rows;
        }
    }

    private static String version(DataSource from) throws TransferRefused, SQLException {
        try (Connection source = from.getConnection()) {
            return SchemaVersion.of(source)
                    .orElseThrow(
                            () -> new TransferRefused("there is no store to move: the database has no tables of ours"));
        }
    }

    /** The empty tables that an earlier try, or the start of a daemon, left are used. */
    private static void makeSchema(DataSource to, String version) throws TransferRefused, SQLException {
        try (Connection target = to.getConnection()) {
            if (SchemaVersion.of(target).equals(Optional.of(version))) {
                return;
            }
            for (StoreTable table : StoreTable.all(target)) {
                requireEmpty(target, table);
            }
        }
        SchemaVersion.make(to, version);
    }

    /**
     * Begins one transaction that no setting of the server cuts. On PostgreSQL it locks all tables, so that a daemon
     * that is started meanwhile changes nothing; the lock of the embedded file does the same.
     */
    private static void begin(Connection connection, String lock) throws SQLException {
        boolean remote = connection.isWrapperFor(PGConnection.class);
        String tables = StoreTable.all(connection).stream()
                .map(table -> quoted(table.name()))
                .collect(Collectors.joining(", "));
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    remote
                            ? "set local statement_timeout = 0; set local lock_timeout = '10s';"
                                    + " set local idle_in_transaction_session_timeout = 0; lock table " + tables
                                    + " in " + lock + " mode"
                            // else a result is put together whole before its first row is there
                            : "set lazy_query_execution 1");
        }
    }

    private long copy(Connection source, Connection target, int rowsACommit) throws TransferRefused, SQLException {
        List<StoreTable> tables = StoreTable.all(source);
        requireSame(tables, StoreTable.all(target));
        Map<String, Long> next = NextValues.of(source, tables);
        ForeignKeys keys = ForeignKeys.suspend(target, tables);
        for (StoreTable table : tables) {
            requireEmpty(target, table);
        }
        long rows = 0;
        for (StoreTable table : tables) {
            rows += copy(table, source, target, rowsACommit);
        }
        NextValues.set(target, tables, next);
        keys.enforce();
        return rows;
    }

    private long copy(StoreTable table, Connection source, Connection target, int rowsACommit)
            throws TransferRefused, SQLException {
        List<StoreTable.Column> columns = table.columns();
        try (Statement statement = source.createStatement();
                TableWriter writer = new TableWriter(target, table)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            long read = 0;
            try (ResultSet rows = statement.executeQuery(table.select())) {
                while (rows.next()) {
                    Object[] values = new Object[columns.size()];
                    for (int at = 0; at < values.length; at++) {
                        values[at] = columns.get(at).time()
                                ? rows.getObject(at + 1, OffsetDateTime.class)
                                : rows.getObject(at + 1);
                    }
                    writer.write(values);
                    read++;
                    if (read % rowsACommit == 0) {
                        writer.flush();
                        target.commit();
                    }
                    if (read % ROWS_A_REPORT == 0) {
                        progress.written(table.name(), read, false);
                    }
                }
            }
            writer.flush();
            requireCount(target, table, read);
            progress.written(table.name(), read, true);
            return read;
        }
    }

    private static void requireSame(List<StoreTable> source, List<StoreTable> target) throws TransferRefused {
        for (StoreTable table : source) {
            boolean same = target.stream()
                    .anyMatch(other -> other.name().equals(table.name())
                            && other.with(table.columnNames()).isPresent()
                            && other.columns().size() == table.columns().size());
            if (!same) {
                throw new TransferRefused("the table " + table.name()
                        + " is not one of this schema's version, or has other columns; take it away or rename it");
            }
        }
    }

    private static void requireEmpty(Connection target, StoreTable table) throws TransferRefused, SQLException {
        try (Statement statement = target.createStatement();
                ResultSet result =
                        statement.executeQuery("select 1 from " + quoted(table.name()) + " fetch first 1 rows only")) {
            if (result.next()) {
                throw new TransferRefused("the database that is to be the new store is not empty: the table "
                        + table.name()
                        + " has rows. Either the store is there already, and watcher.store is all that is"
                        + " to be changed, or name an empty database");
            }
        }
    }

    private static void requireCount(Connection target, StoreTable table, long rows)
            throws TransferRefused, SQLException {
        try (PreparedStatement statement = target.prepareStatement("select count(*) from " + quoted(table.name()));
                ResultSet result = statement.executeQuery()) {
            result.next();
            if (result.getLong(1) != rows) {
                throw new TransferRefused("of the table " + table.name() + " " + rows + " rows were read and "
                        + result.getLong(1) + " written; is a daemon working on one of the stores?");
            }
        }
    }
}
