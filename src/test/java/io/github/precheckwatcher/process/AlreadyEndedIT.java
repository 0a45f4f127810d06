package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was lost, and prechecks that ended long ago: with {@code already-ended: ignore} nothing is sent again. */
@Order(World.LONG)
class AlreadyEndedIT {
    private static final int WATCHES = 40;
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";
    private static final String IGNORE = "  already-ended: ignore\n";
    private static final String IGNORED = " already-ended watch=";
    private static final String REGISTERED = "INFO  watching watch=";

    @TempDir
    Path folder;

    @Test
    void a_lost_file_sends_nothing_again_even_if_the_first_start_is_killed_and_later_prechecks_are_sent()
            throws IOException {
        try (World world = World.of(folder, WATCHES, 2, World.application("h2", 150, POLLING, ""))) {
            Path tasks = folder.resolve("config/tasks.yaml");
            String all = Files.readString(tasks);
            Files.writeString(tasks, all.substring(0, all.lastIndexOf("  - name:")));
            Program first = world.daemon(Map.of());
            awaitReceipts(world, WATCHES - 1, first::alive);
            assertThat(first.stop()).isEqualTo(143);
            lose(folder.resolve("data"));
            ignore("h2");

            world.turn("permission?granted=false");
            Program killed = world.daemon(Map.of());
            killed.await("state=SUSPENDED", World.PATIENCE);
            killed.kill();
            assertThat(killed.count(REGISTERED)).isEqualTo(WATCHES - 1);
            world.turn("permission?granted=true");

            Program again = world.daemon(Map.of());
            again.await("INFO  ready", World.PATIENCE);
            awaitIgnored(WATCHES - 1, List.of(again));
            assertThat(again.count(REGISTERED)).isZero();
            assertThat(again.stop()).isEqualTo(143);
            assertThat(world.receipts()).hasSize(WATCHES - 1);
            assertThat(world.receipts().values()).allMatch(receipt -> receipt.arrivals() == 1);

            Files.writeString(tasks, all);
            Program later = world.daemon(Map.of());
            awaitReceipts(world, WATCHES, later::alive);
            assertThat(later.count(IGNORED)).isZero();
            assertThat(later.stop()).isEqualTo(143);
        }
    }

    @Test
    void two_nodes_that_start_at_once_on_an_empty_server_send_nothing_again() throws IOException, SQLException {
        String application = World.application("postgresql", 150, POLLING, "");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                World world = World.of(folder, WATCHES, 2, application)) {
            Map<String, String> environment = Postgres.variables(postgres);
            Program first = world.daemon(environment);
            awaitReceipts(world, WATCHES, first::alive);
            assertThat(first.stop()).isEqualTo(143);
            lose(postgres);
            ignore("postgresql");

            Program one = world.daemon(environment);
            Program other = world.daemon(environment);
            awaitIgnored(WATCHES, List.of(one, other));
            one.await("INFO  ready", World.PATIENCE);
            other.await("INFO  ready", World.PATIENCE);
            assertThat(one.stop()).isEqualTo(143);
            assertThat(other.stop()).isEqualTo(143);

            assertThat(world.receipts()).hasSize(WATCHES);
            assertThat(world.receipts().values()).allMatch(receipt -> receipt.arrivals() == 1);
        }
    }

    /** Only now: on a slow machine some had ended at their first poll already. */
    private void ignore(String store) throws IOException {
        Files.writeString(folder.resolve("config/application.yaml"), World.application(store, 150, POLLING, IGNORE));
    }

    private static void awaitReceipts(World world, int verdicts, BooleanSupplier alive) {
        await("all verdicts are delivered")
                .atMost(World.PATIENCE)
                .until(() -> world.receipts().size() >= verdicts || !alive.getAsBoolean());
        assertThat(world.receipts()).hasSize(verdicts);
    }

    private static void awaitIgnored(int watches, List<Program> nodes) {
        await("all verdicts are ignored")
                .atMost(World.PATIENCE)
                .until(() -> ignored(nodes) >= watches || nodes.stream().noneMatch(Program::alive));
        await("no more follow")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> ignored(nodes) == watches);
    }

    private static long ignored(List<Program> nodes) {
        return nodes.stream().mapToLong(node -> node.count(IGNORED)).sum();
    }

    private static void lose(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void lose(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
    }
}
