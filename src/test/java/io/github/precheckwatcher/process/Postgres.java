package io.github.precheckwatcher.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases in one embedded server a JVM, and how a daemon finds them: by the variables that every PostgreSQL client knows. */
final class Postgres {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private Postgres() {}

    /** A new, empty database. */
    static Map<String, String> database() {
        String name = "watcher_" + NUMBERS.incrementAndGet();
        execute("create database " + name);
        return variables(name);
    }

    /** One that {@link #execute} made. */
    static Map<String, String> variables(String database) {
        return variables(Server.SERVER.postgres, database);
    }

    /** Executes a statement on the server, in no test's database. */
    static void execute(String sql) {
        try (Connection connection =
                        Server.SERVER.postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first database of a test's own server. */
    static Map<String, String> variables(EmbeddedPostgres postgres) {
        return variables(postgres, "postgres");
    }

    private static Map<String, String> variables(EmbeddedPostgres postgres, String database) {
        return Map.of(
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                Integer.toString(postgres.getPort()),
                "PGDATABASE",
                database,
                "PGUSER",
                "postgres",
                "PGPASSWORD",
                World.DATABASE_PASSWORD);
    }

    /** Started when first asked for; stops itself by a shutdown hook. */
    private enum Server {
        SERVER;

        /** Several daemons at once have their pools there. */
        private static final String CONNECTIONS = "300";

        private final EmbeddedPostgres postgres;

        Server() {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", CONNECTIONS)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
