package io.github.precheckwatcher.store.transfer;

import io.github.precheckwatcher.store.database.SchemaVersion;
import io.github.precheckwatcher.store.database.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes an embedded store out of a backup, all of it or nothing. The tables are made by this program's own migrations, up
 * to the version that the backup has; a later one is for the next start. The backup gives rows, no statement.
 */
public final class StoreRestore {
    private static final int ROWS_A_COMMIT = 5_000;
    private static final int ROWS_A_REPORT = 50_000;

    private final StoreAddress login;
    private final Path dataDir;
    private final TransferProgress progress;

    /**
     * @param login the login that the daemon will use
     * @param dataDir where the store is to be
     */
    public StoreRestore(StoreAddress login, Path dataDir, TransferProgress progress) {
        this.login = login;
        this.dataDir = dataDir;
        this.progress = progress;
    }

    /**
     * Restores.
     *
     * @return how many rows there are
     * @throws TransferRefused when there is a store already, or when the file cannot be used
     */
    public long restore(BackupFile backup) throws TransferRefused, IOException, SQLException {
        try (NewStoreFile to = NewStoreFile.in(dataDir, login)) {
            SchemaVersion.make(to.source(), backup.header().schema());
            long rows;
            try (Connection target = to.source().getConnection()) {
                target.setAutoCommit(false);
                List<StoreTable> tables = StoreTable.all(target);
                ForeignKeys keys = ForeignKeys.suspend(target, tables);
                rows = write(backup, target, tables);
                NextValues.set(target, tables, backup.header().next());
                keys.enforce();
                target.commit();
            }
            to.finish();
            return rows;
        } catch (SQLException e) {
            if (isAboutData(e)) {
                throw foreign("the tables of schema version " + backup.header().schema()
                        + " do not take one of its rows (SQLState " + e.getSQLState() + ")");
            }
            throw e;
        }
    }

    /** A value that a column does not take, or a row that breaks a key: classes 22 and 23 of the SQL standard. */
    private static boolean isAboutData(SQLException e) {
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        return state.startsWith("22") || state.startsWith("23");
    }

    private long write(BackupFile backup, Connection target, List<StoreTable> tables)
            throws TransferRefused, IOException, SQLException {
        Map<String, StoreTable> known =
                tables.stream().collect(Collectors.toMap(StoreTable::name, Function.identity()));
        ScriptRows script = new ScriptRows();
        Map<String, Long> counts = new TreeMap<>();
        try (Writers writers = new Writers(target)) {
            for (String line = backup.next(); line != null; line = backup.next()) {
                Optional<ScriptRows.Row> row = read(script, line);
                if (row.isPresent() && !row.get().target().table().equals(SchemaVersion.HISTORY)) {
                    ScriptRows.Target into = row.get().target();
                    StoreTable table = Optional.ofNullable(known.get(into.table()))
                            .flatMap(same -> same.with(into.columns()))
                            .orElseThrow(() -> foreign(
                                    "the table " + into.table() + " or one of its columns is not of schema version "
                                            + backup.header().schema()));
                    writers.of(table).write(row.get().values());
                    long count = counts.merge(table.name(), 1L, Long::sum);
                    if (count % ROWS_A_COMMIT == 0) {
                        writers.flush();
                        target.commit();
                    }
                    if (count % ROWS_A_REPORT == 0) {
                        progress.written(table.name(), count, false);
                    }
                }
            }
            writers.flush();
        }
        if (!script.ended()) {
            throw foreign("it ends amid the rows of a table");
        }
        tables.forEach(table -> progress.written(table.name(), counts.getOrDefault(table.name(), 0L), true));
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Optional<ScriptRows.Row> read(ScriptRows script, String line) throws TransferRefused {
        try {
            return script.read(line);
        } catch (IllegalArgumentException e) {
            throw foreign("a line " + e.getMessage());
        }
    }

    private static TransferRefused foreign(String why) {
        return new TransferRefused("the file is no backup that this program wrote: " + why);
    }

    /** The writer of the table whose rows are being read. */
    private static final class Writers implements AutoCloseable {
        private final Connection target;
        private Optional<StoreTable> table = Optional.empty();
        private TableWriter writer;

        Writers(Connection target) {
            this.target = target;
        }

        TableWriter of(StoreTable wanted) throws SQLException {
            if (!table.equals(Optional.of(wanted))) {
                flush();
                close();
                writer = new TableWriter(target, wanted);
                table = Optional.of(wanted);
            }
            return writer;
        }

        void flush() throws SQLException {
            if (writer != null) {
                writer.flush();
            }
        }

        @Override
        public void close() throws SQLException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
