package io.github.precheckwatcher.store.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.github.precheckwatcher.TestFolders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.PGConnection;

/** Real databases for tests, pooled as in the daemon: H2 files, and databases in one PostgreSQL server a JVM. */
public final class Databases {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private Databases() {}

    /** A database with the schema, in a file below the directory; a new file is a copy of one that was migrated. */
    public static Database h2(Path dataDir) {
        Path file = H2Url.file(dataDir);
        if (Files.exists(file)) {
            return migratedH2(dataDir);
        }
        try {
            Files.createDirectories(dataDir);
            Files.write(file, File.FILE.content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Database(pool(H2Url.of(dataDir), "sa", ""));
    }

    /** The database in a file below the directory, which may not exist, brought to the newest schema as by the daemon. */
    static Database migratedH2(Path dataDir) {
        Database database = new Database(pool(H2Url.of(dataDir), "sa", ""));
        migrate(database.source());
        return database;
    }

    /** A fresh database with the schema, in the embedded server, which the first call starts. */
    public static Database postgresql() {
        return postgresql(new PostgresqlSession());
    }

    /** The JDBC address of a fresh, empty database in the embedded server (user and password: postgres). */
    public static String emptyPostgresqlUrl() {
        String name = "watcher_" + NUMBERS.incrementAndGet();
        Server.SERVER.execute("create database " + name);
        return Server.SERVER.url(name);
    }

    /** A database of another encoding than the server's, without the schema. */
    static Database postgresqlWithEncoding(String encoding) {
        String name = "watcher_" + NUMBERS.incrementAndGet();
        Server.SERVER.execute("create database " + name + " encoding '" + encoding
                + "' lc_collate 'C' lc_ctype 'C' template template0");
        return new Database(pool(Server.SERVER.url(name), Server.OWNER, Server.OWNER), drop(name));
    }

    /** An empty database with defaults of its own, as {@code alter database ... set} takes them. */
    static Database emptyPostgresqlWith(Map<String, String> defaults) {
        String name = "watcher_" + NUMBERS.incrementAndGet();
        Server.SERVER.execute("create database " + name);
        defaults.forEach(
                (key, value) -> Server.SERVER.execute("alter database " + name + " set " + key + " = '" + value + "'"));
        return new Database(pool(Server.SERVER.url(name), Server.OWNER, Server.OWNER), drop(name));
    }

    /** The same database through another pool, as another node has it. */
    static Database beside(Database node) {
        String url = node.source()
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
        return new Database(pool(url, Server.OWNER, Server.OWNER));
    }

    /** Brings a database to an older schema. */
    public static void migrateTo(DataSource source, String version) {
        Flyway.configure().dataSource(source).target(version).load().migrate();
    }

    /** Brings a database to the newest schema as the daemon does. */
    public static void migrate(DataSource source) {
        FluentConfiguration configuration = Flyway.configure().dataSource(source);
        if (isPostgresql(source)) {
            MigrationCallbacks.onPostgresql(configuration);
        } else {
            configuration.callbacks(MigrationCallbacks.all());
        }
        configuration.load().migrate();
    }

    private static boolean isPostgresql(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.isWrapperFor(PGConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A pool of eight connections, as the daemon has by default. */
    public static AgroalDataSource pool(String url, String user, String password) {
        return pool(url, user, password, new PostgresqlSession());
    }

    /** A fresh database with the schema, whose connections begin with other settings than the daemon's. */
    static Database postgresql(PostgresqlSession session) {
        String name = "watcher_" + NUMBERS.incrementAndGet();
        Server.SERVER.execute("create database " + name + " template " + Server.TEMPLATE + " strategy file_copy");
        Server.SERVER.dropClosed();
        return new Database(pool(Server.SERVER.url(name), Server.OWNER, Server.OWNER, session), drop(name));
    }

    private static AgroalDataSource pool(String url, String user, String password, PostgresqlSession session) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(8)
                        .minSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(
                                        // a file that its test deletes need not be made small at each close
                                        url.replaceFirst("MAX_COMPACT_TIME=[0-9]+", "MAX_COMPACT_TIME=0"))
                                .principal(new NamePrincipal(user))
                                .credential(new SimplePassword(password))));
        try {
            AgroalDataSource source = AgroalDataSource.from(configuration);
            source.setPoolInterceptors(url.startsWith("jdbc:postgresql:") ? List.of(session) : List.of());
            return source;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A database of one test.
     *
     * @param drop what has it taken away: hundreds of databases took the server's end half a minute to delete
     */
    public record Database(AgroalDataSource source, Runnable drop) implements AutoCloseable {
        public Database(AgroalDataSource source) {
            this(source, () -> {});
        }

        public Transactions transactions() {
            return new Transactions(source, () -> ThreadLocalRandom.current().nextLong());
        }

        /** The column {@code c} of a query's rows. */
        public List<String> texts(String sql) {
            return transactions().run(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery(sql)) {
                    List<String> rows = new ArrayList<>();
                    while (result.next()) {
                        rows.add(result.getString("c"));
                    }
                    return rows;
                }
            });
        }

        /** Changes what no port changes so. */
        public void execute(String sql) {
            transactions().perform(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate(sql);
                }
            });
        }

        @Override
        public void close() {
            source.close();
            drop.run();
        }
    }

    private static Runnable drop(String name) {
        return () -> Server.SERVER.closed.add(name);
    }

    /** The file, made when first asked for. */
    private enum File {
        FILE;

        private final byte[] content;

        File() {
            try {
                Path folder = TestFolders.create("h2-template-");
                JdbcDataSource source = new JdbcDataSource();
                source.setURL(H2Url.of(folder));
                source.setUser("sa");
                migrate(source);
                content = Files.readAllBytes(H2Url.file(folder));
                Files.delete(H2Url.file(folder));
                Files.delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The server, started when first asked for and stopped with the JVM. */
    private enum Server {
        SERVER;

        private static final String TEMPLATE = "watcher_template";
        private static final String OWNER = "postgres";

        private final EmbeddedPostgres postgres;

        /** Databases to drop: PostgreSQL waits a tenth of a second where a connection to one has only just been closed. */
        private final Queue<String> closed = new ConcurrentLinkedQueue<>();

        Server() {
            try {
                postgres = EmbeddedPostgres.builder() // stops itself by a shutdown hook
                        .setDataDirectory(TestFolders.create("postgresql-"))
                        // no database lives long enough to be vacuumed, and none is recovered
                        .setServerConfig("autovacuum", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("wal_level", "minimal")
                        .setServerConfig("max_wal_senders", "0")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            execute("create database watcher_template");
            try (AgroalDataSource template = pool("watcher_template")) {
                migrate(template);
            }
        }

        private void dropClosed() {
            for (String name = closed.poll(); name != null; name = closed.poll()) {
                execute("drop database " + name + " with (force)");
            }
        }

        private String url(String database) {
            return postgres.getJdbcUrl(OWNER, database);
        }

        private AgroalDataSource pool(String database) {
            return Databases.pool(url(database), OWNER, OWNER);
        }

        private void execute(String sql) {
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }
}
