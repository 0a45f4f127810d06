package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.store.database.H2Url;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store moves to PostgreSQL and back while work is under way, and each move is killed first: one verdict a precheck,
 * nothing is sent again, nothing is lost.
 */
@Order(World.LONGEST)
class MoveStoreIT {
    private static final int PRECHECKS = 150;
    private static final int LONGEST_SECONDS = 30;
    private static final int KILLS = 3;

    /** Rows enough that a move takes seconds: many in the long form. */
    private static final int HISTORY = Integer.getInteger("watcher.kills") > KILLS ? 400_000 : 120_000;

    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";

    /** Where the embedded store is after the move back: the first one stays where it was. */
    private static final String SECOND = "data-2";

    @TempDir
    Path folder;

    @Test
    void a_store_that_moves_to_postgresql_and_back_amid_its_work_sends_each_verdict_once() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                World world = World.of(folder, PRECHECKS, LONGEST_SECONDS, World.application("h2", 150, POLLING, ""))) {
            Map<String, String> remote = new HashMap<>(Postgres.variables(postgres));
            remote.put("WATCHER_STORE", "postgresql");
            Map<String, String> local = Postgres.variables(postgres);

            world.sink("failing=0.7"); // so that deliveries wait for their next attempt
            Program first = world.daemon(local);
            await().atMost(World.PATIENCE).until(() -> world.receipts().size() >= PRECHECKS / 8);
            assertThat(refused(world, local, "postgresql")).contains("the store is in use: stop the daemon first");
            assertThat(first.stop()).isEqualTo(143);
            addHistory();

            killedMoves(world, local, "postgresql");
            moved(world, local, "postgresql");

            int before = world.receipts().size();
            Program second = world.daemon(remote);
            await().atMost(World.PATIENCE).until(() -> world.receipts().size() >= before + PRECHECKS / 8);
            remote.put("WATCHER_DATA_DIR", SECOND);
            assertThat(refused(world, remote, "h2")).contains("a daemon works on this store");
            assertThat(second.stop()).isEqualTo(143);
            assertThat(world.receipts().size()).as("there is work left").isLessThan(PRECHECKS);

            killedMoves(world, remote, "h2");
            try (Stream<Path> files = Files.list(folder.resolve(SECOND))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as("no store, but what the next move deletes")
                        .doesNotContain("precheck-watcher.mv.db");
            }
            moved(world, remote, "h2");

            world.sink("");
            Program third = world.daemon(Map.of("WATCHER_DATA_DIR", SECOND));
            await("all verdicts are delivered")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> world.receipts().size() >= PRECHECKS || !third.alive());
            await("no second verdict follows")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.receipts().size() == PRECHECKS);
            assertThat(third.stop()).isEqualTo(143);
            KillIT.assertOneVerdictEach(world, PRECHECKS);
            assertThat(world.receipts().values()).as("accepted once each").allMatch(r -> r.count() == 1);
        }
    }

    /** A move is killed amid the largest table, again and again; what it was copied to has nothing then. */
    private static void killedMoves(World world, Map<String, String> environment, String to) {
        for (int kill = 0; kill < KILLS; kill++) {
            Program move = world.daemon(environment, "migrate-store", "--to", to);
            move.await("event: .* so far", World.PATIENCE);
            assertThat(move.alive()).as(move.text()).isTrue();
            move.kill();
        }
    }

    private static void moved(World world, Map<String, String> environment, String to) {
        Program move = world.daemon(environment, "migrate-store", "--to", to);
        assertThat(move.awaitEnd(World.PATIENCE)).as(move.text()).isZero();
        assertThat(move.text()).contains("now set watcher.store: " + to + " in config/application.yaml");
        assertThat(refused(world, environment, to)).containsAnyOf("is not empty", "there is a store already");
    }

    private static String refused(World world, Map<String, String> environment, String to) {
        Program move = world.daemon(environment, "migrate-store", "--to", to);
        assertThat(move.awaitEnd(World.PATIENCE)).as(move.text()).isEqualTo(2);
        return move.text();
    }

    private void addHistory() throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2Url.of(folder.resolve("data")), "", "");
                Statement statement = connection.createStatement()) {
            statement.execute("insert into event (happened_at, kind, account, detail)"
                    + " select current_timestamp, 'TEST', 'default', 'history' from system_range(1, " + HISTORY + ")");
        }
    }
}
