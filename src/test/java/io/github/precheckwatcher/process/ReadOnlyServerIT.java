package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server behind the address becomes one that only reads, its sessions alive, and later another stands there. Sessions
 * that began before keep the server's read-only default; for new ones the database's own is stronger.
 */
class ReadOnlyServerIT {
    private static final int WATCHES = 40;
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";

    @TempDir
    Path folder;

    @Test
    void a_node_says_so_becomes_unready_and_goes_on_by_itself_with_the_next_server() throws Exception {
        String application = World.application("postgresql", 100, POLLING, "");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                World world = World.of(folder, WATCHES, 15, application)) {
            int management = World.freePort();
            Program daemon = world.daemonOn(management, Postgres.variables(postgres));
            daemon.await("INFO  ready", World.PATIENCE);
            await().atMost(World.PATIENCE).until(() -> world.calls() > WATCHES && ready(management) == 200);

            execute(postgres, "alter system set default_transaction_read_only = on");
            execute(postgres, "select pg_reload_conf()");
            daemon.await("ERROR store state=FAILING .*read-only transaction.*this server only reads", World.PATIENCE);
            await("red after a lease").atMost(Duration.ofSeconds(30)).until(() -> ready(management) == 503);
            assertThat(world.receipts()).hasSizeLessThan(WATCHES);

            execute(
                    postgres,
                    "begin read write; alter database postgres set default_transaction_read_only = off; commit");
            daemon.await("INFO  store state=OK was=FAILING", World.PATIENCE);
            await().atMost(World.PATIENCE).until(() -> ready(management) == 200);
            await("all verdicts are sent")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> world.accepted() >= WATCHES || !daemon.alive());

            assertThat(world.receipts()).hasSize(WATCHES);
            assertThat(daemon.count("state=FAILING")).as("one cause, one line").isEqualTo(1);
            assertThat(daemon.stop()).isEqualTo(143);
        }
    }

    private static int ready(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
