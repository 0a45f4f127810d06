package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon's store is saved while it works, and restored on a machine that has the file alone. */
@Order(World.LONG)
class BackupIT {
    private static final int PRECHECKS = 40;
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";

    @TempDir
    Path folder;

    @Test
    void a_restored_store_sends_nothing_again_and_loses_nothing() throws IOException {
        try (World world = World.of(folder, PRECHECKS, 6, World.application("h2", 150, POLLING, ""))) {
            int port = World.freePort();
            Program daemon = world.daemonServing(port, Map.of());
            await().atMost(World.PATIENCE).until(() -> world.receipts().size() == PRECHECKS);
            await().atMost(World.PATIENCE)
                    .until(() -> World.deliveries(port).get("hook").equals(Map.of("DELIVERED", PRECHECKS)));

            assertThat(run(world, "backup", "saved.sql.gz", "--server=http://127.0.0.1:" + port))
                    .contains("saved.sql.gz: ", ", whole");
            assertThat(fails(world, "backup", "saved.sql.gz", "--server=http://127.0.0.1:" + port))
                    .contains("saved.sql.gz exists");
            assertThat(fails(world, "restore", "saved.sql.gz")).contains("there is a store already");
            daemon.kill();
            Files.move(folder.resolve("data"), folder.resolve("lost"));

            assertThat(run(world, "restore", "saved.sql.gz")).contains("restored ", "start the daemon");

            Map<String, World.Receipt> before = world.receipts();
            Program restored = world.daemonServing(port, Map.of());
            restored.await(" ready ", World.PATIENCE);
            await("nothing is sent again")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.receipts().equals(before));
            assertThat(World.deliveries(port).get("hook")).isEqualTo(Map.of("DELIVERED", PRECHECKS));
            assertThat(restored.stop()).isEqualTo(143);
        }
    }

    @Test
    void a_store_in_postgresql_is_left_to_its_own_tools() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                World world = World.of(folder, 1, 2, World.application("postgresql", 150, POLLING, ""))) {
            int port = World.freePort();
            Map<String, String> environment = new HashMap<>(Postgres.variables(postgres));
            Program daemon = world.daemonServing(port, environment);
            daemon.await(" ready ", World.PATIENCE);

            assertThat(fails(world, "backup", "saved.sql.gz", "--server=http://127.0.0.1:" + port))
                    .contains("pg_dump");
            assertThat(fails(world, "restore", "saved.sql.gz")).contains("pg_restore");

            assertThat(folder.resolve("saved.sql.gz")).doesNotExist();
            daemon.stop();
        }
    }

    private static String run(World world, String... args) {
        Program program = world.daemon(Map.of(), args);
        assertThat(program.awaitEnd(World.PATIENCE)).as(program.text()).isZero();
        return program.text();
    }

    private static String fails(World world, String... args) {
        Program program = world.daemon(Map.of(), args);
        assertThat(program.awaitEnd(World.PATIENCE)).as(program.text()).isEqualTo(2);
        return program.text();
    }
}
