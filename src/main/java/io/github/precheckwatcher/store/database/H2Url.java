package io.github.precheckwatcher.store.database;

import java.nio.file.Path;

/** The address of the embedded database. */
public final class H2Url {
    /** What H2 puts behind a database's path. */
    static final String SUFFIX = ".mv.db";

    private static final String NAME = "precheck-watcher";

    /**
     * The same SQL as PostgreSQL; WRITE_DELAY=0, because by default a killed process loses acknowledged commits; one
     * process at a time (AUTO_SERVER stays off); no trace file beside the store, which would hold statements; closed by
     * the pool alone, not by a shutdown hook that overtakes it, and given two seconds then to make the file small; CACHE_SIZE in KiB: pages change at each write, and a
     * larger cache of them fills the JVM's old generation, whose collections hold everything up.
     */
    private static final String SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";WRITE_DELAY=0;CACHE_SIZE=1024;DB_CLOSE_ON_EXIT=FALSE;MAX_COMPACT_TIME=2000;TRACE_LEVEL_FILE=0";

    private H2Url() {}

    /**
     * The JDBC address of the database file in a directory, which may not exist yet.
     *
     * @param dataDir relative to the working directory or absolute; spaces and non-ASCII letters are fine
     * @throws IllegalArgumentException when the path holds a semicolon: H2 ends the path there and knows no escape
     */
    public static String of(Path dataDir) {
        return of(dataDir, NAME);
    }

    /** The same of a database of another name in that directory. */
    static String of(Path dataDir, String name) {
        Path file = path(dataDir, name);
        if (file.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "the data directory's path has a semicolon, which H2 cannot open: " + dataDir);
        }
        GuardedFile.register();
        return "jdbc:h2:" + GuardedFile.SCHEME + ":" + file + SETTINGS;
    }

    /** The database's file in a directory; either may not exist yet. */
    public static Path file(Path dataDir) {
        return file(dataDir, NAME);
    }

    /** The same of a database of another name in that directory. */
    public static Path file(Path dataDir, String name) {
        return Path.of(path(dataDir, name) + SUFFIX);
    }

    private static Path path(Path dataDir, String name) {
        return dataDir.toAbsolutePath().normalize().resolve(name);
    }
}
