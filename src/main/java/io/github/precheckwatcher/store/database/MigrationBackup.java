package io.github.precheckwatcher.store.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.ZipInputStream;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Makes the migrations of an H2 file whole or not at all, as they are on PostgreSQL: H2 commits with each statement that
 * changes a table, so that a process killed between two, or a full disk, would leave a store that no version can use. The
 * file is copied beside itself first; a copy that is there at a start says that the last one did not come to its end.
 */
final class MigrationBackup implements Callback {
    private static final String SUFFIX = ".before-migration.zip";

    /** Two headers and a first chunk, of a block of 4 KiB each: what is shorter never held anything (h2database.com/html/mvstore.html). */
    private static final long SHORTEST_FILE = 3 * 4096;

    /**
     * Before the database is opened: puts the file back as it was before a migration that did not end. What another
     * process has open is left alone.
     *
     * @param file of the database, which may not exist
     * @return whether there was such a migration
     */
    static boolean restore(Path file) throws IOException {
        emptyUnbegun(file);
        Path copy = copyOf(file);
        if (!Files.exists(copy)) {
            return false;
        }
        try (FileChannel store = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                // H2's own lock is the same one
                FileLock lock = store.tryLock()) {
            if (lock == null || !Files.exists(copy)) {
                return false;
            }
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(copy))) {
                zip.getNextEntry();
                overwrite(store, zip);
            }
            Files.delete(copy);
            return true;
        }
    }

    /** A process that ends amid the very first write leaves a part of H2's headers, which H2 takes for a damaged file. */
    static void emptyUnbegun(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) >= SHORTEST_FILE) {
            return;
        }
        try (FileChannel store = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = store.tryLock()) {
            if (lock != null && store.size() < SHORTEST_FILE) {
                store.truncate(0);
            }
        }
    }

    private static void overwrite(FileChannel store, InputStream content) throws IOException {
        store.truncate(0);
        content.transferTo(Channels.newOutputStream(store));
        store.force(true);
    }

    private static Path copyOf(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_VALIDATE || event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** @throws StoreException when the file cannot be copied; it is as it was then */
    @Override
    public void handle(Event event, Context context) {
        Connection connection = context.getConnection();
        try {
            if (!connection.getMetaData().getDatabaseProductName().equals("H2")) {
                return;
            }
            Path copy = copyOf(file(connection));
            if (event == Event.AFTER_MIGRATE) {
                Files.deleteIfExists(copy);
            } else if (Files.exists(copy)) {
                throw new StoreException(
                        "another process began to bring the store to its version and was cut short; start again");
            } else if (pending(context)) {
                write(connection, copy);
            }
        } catch (SQLException e) {
            throw new StoreException("the store cannot be copied before its tables are changed", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select database_path()")) {
            result.next();
            return Path.of(GuardedFile.bare(result.getString(1)) + H2Url.SUFFIX);
        }
    }

    private static boolean pending(Context context) {
        return MigrationCallbacks.info(context).pending().length > 0;
    }

    /** Under another name until it is whole. */
    private static void write(Connection connection, Path copy) throws SQLException, IOException {
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try (PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            backup.setString(1, part.toString());
            backup.execute();
        }
        Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String getCallbackName() {
        return "migration-backup";
    }
}
