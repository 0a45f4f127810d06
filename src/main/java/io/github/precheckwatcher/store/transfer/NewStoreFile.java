package io.github.precheckwatcher.store.transfer;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.database.StoreAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** An embedded store in the making. It has another name until it is whole, so that a process that is killed leaves none. */
final class NewStoreFile implements AutoCloseable {
    private static final String NAME = "precheck-watcher.new";

    private final Path dataDir;
    private final AgroalDataSource pool;
    private boolean named;

    private NewStoreFile(Path dataDir, AgroalDataSource pool) {
        this.dataDir = dataDir;
        this.pool = pool;
    }

    /**
     * Begins one.
     *
     * @param dataDir where it is to be
     * @param login the login that the daemon will use
     * @throws TransferRefused when there is a store already, or when another process makes one
     */
    static NewStoreFile in(Path dataDir, StoreAddress login) throws TransferRefused, IOException, SQLException {
        Files.createDirectories(dataDir);
        requireNone(dataDir);
        Path part = H2Url.file(dataDir, NAME);
        requireUnused(part);
        deleteAll(dataDir);
        return new NewStoreFile(dataDir, login.beside(dataDir, NAME).open());
    }

    DataSource source() {
        return pool;
    }

    /** Brings everything to the disk and gives the store its name. */
    void finish() throws TransferRefused, IOException, SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        } catch (SQLException e) {
            if (e.getErrorCode() != org.h2.api.ErrorCode.DATABASE_IS_CLOSED) {
                throw e; // else the connection was closed with the database
            }
        }
        pool.close();
        Path part = H2Url.file(dataDir, NAME);
        Path store = H2Url.file(dataDir);
        force(part);
        requireNone(dataDir);
        try {
            Files.move(part, store);
        } catch (FileAlreadyExistsException e) {
            throw exists(store);
        }
        named = true;
        force(store.getParent());
    }

    /** Takes away what has no name yet. */
    @Override
    public void close() throws IOException {
        pool.close();
        if (!named) {
            deleteAll(dataDir);
        }
    }

    private static void requireNone(Path dataDir) throws TransferRefused {
        Path store = H2Url.file(dataDir);
        try (Stream<Path> files = Files.list(dataDir)) {
            // a copy that a migration left would be put over it at the next start
            if (files.anyMatch(file ->
                    file.getFileName().toString().startsWith(store.getFileName().toString()))) {
                throw exists(store);
            }
        } catch (IOException e) {
            throw new TransferRefused(dataDir + " cannot be read: " + e);
        }
    }

    private static TransferRefused exists(Path store) {
        return new TransferRefused("there is a store already: " + store
                + "; move it and the files beside it away, or set watcher.data-dir to another folder");
    }

    private static void requireUnused(Path part) throws TransferRefused, IOException {
        if (!Files.exists(part)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                // H2's own lock is the same one
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new TransferRefused("another process is making a store here: " + part);
            }
        }
    }

    private static void deleteAll(Path dataDir) throws IOException {
        List<Path> parts;
        try (Stream<Path> files = Files.list(dataDir)) {
            parts = files.filter(file -> file.getFileName().toString().startsWith(NAME + "."))
                    .toList();
        }
        for (Path part : parts) {
            Files.deleteIfExists(part);
        }
    }

    private static void force(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
