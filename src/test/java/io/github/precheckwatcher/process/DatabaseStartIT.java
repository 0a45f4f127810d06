package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that cannot be the store: one message that says what to do, exit code 2. */
class DatabaseStartIT {
    @TempDir
    Path folder;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.yaml"), "watcher:\n  store: postgresql\n");
        Files.writeString(folder.resolve("config/tasks.yaml"), "tasks: []\n");
    }

    @Test
    void a_database_that_is_not_utf_8_is_refused_with_how_to_make_one() {
        Postgres.execute("create database chinese encoding 'EUC_CN' lc_collate 'C' lc_ctype 'C' template template0");

        assertThat(failsToStart("chinese"))
                .contains("cannot start: the database chinese has the encoding EUC_CN")
                .contains("create database ... encoding 'UTF8' template template0", "PGDATABASE");
    }

    @Test
    void a_server_that_only_reads_is_named_as_one() {
        Postgres.execute("create database standby");
        Postgres.execute("alter database standby set default_transaction_read_only = on");

        assertThat(failsToStart("standby"))
                .contains("cannot start: the store cannot be used: ", "read-only transaction")
                .contains("this server only reads", "primary server");
    }

    private String failsToStart(String database) {
        Map<String, String> properties = Map.of("quarkus.management.port", "0", "quarkus.http.port", "0");
        try (Program daemon = Program.start(folder, Postgres.variables(database), properties, World.SECRETS)) {
            assertThat(daemon.awaitEnd(Duration.ofSeconds(60)))
                    .as(daemon.text())
                    .isEqualTo(2);
            assertThat(daemon.text().lines().count()).as(daemon.text()).isLessThan(4);
            return daemon.text();
        }
    }
}
