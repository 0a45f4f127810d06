package io.github.precheckwatcher.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Map;

/** How a daemon finds the embedded server: by the variables that every PostgreSQL client knows. */
final class Postgres {
    private Postgres() {}

    static Map<String, String> variables(EmbeddedPostgres postgres) {
        return Map.of(
                "PGHOST", "127.0.0.1",
                "PGPORT", Integer.toString(postgres.getPort()),
                "PGDATABASE", "postgres",
                "PGUSER", "postgres",
                "PGPASSWORD", World.DATABASE_PASSWORD);
    }
}
