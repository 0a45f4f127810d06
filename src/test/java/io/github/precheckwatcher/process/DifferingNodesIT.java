package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons on one PostgreSQL that get new files one after the other. */
class DifferingNodesIT {
    private static final int WATCHES = 3;
    private static final String POLLING = "{ policy: fixed, interval: 1s }";
    private static final String REMOVED = " removed watch=.* on-removal=cancel";
    private static final String CANCELLED = "select watch_id from verdict where outcome = 'CANCELLED'";

    @TempDir
    Path folder;

    @Test
    void a_task_that_one_file_names_no_more_is_cancelled_once_when_the_other_does_neither_and_the_dead_do_not_count()
            throws IOException, SQLException {
        String application = World.application("postgresql", 50, POLLING, "  reload-interval: 500ms\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                World world = World.of(folder, WATCHES, 3_600, application)) {
            Path first = folder.resolve("config/tasks.yaml");
            Path second = folder.resolve("config-b/tasks.yaml");
            String all = Files.readString(first).replace("defaults:\n", "defaults:\n  on-removal: cancel\n");
            Files.writeString(first, all);
            Files.createDirectories(second.getParent());
            Files.writeString(second, all);
            Files.copy(folder.resolve("config/application.yaml"), second.resolveSibling("application.yaml"));
            Map<String, String> environment = Postgres.variables(postgres);
            Program one = world.daemon(environment);
            Program other = world.daemon(environment, "--config", "config-b");
            one.await("INFO  ready", World.PATIENCE);
            other.await("INFO  ready", World.PATIENCE);
            execute(
                    postgres,
                    "insert into node (id, host, version, seen_at, tasks)"
                            + " values ('dead', 'long-ago', '0.1', current_timestamp - interval '5 minutes', 'other')");
            String less = all.substring(0, all.lastIndexOf("  - name:"));

            Files.writeString(first, less);
            one.await(" removed tasks=1 state=WAITING", World.PATIENCE);
            await("nothing is cancelled")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> rows(postgres, CANCELLED).isEmpty());

            Files.writeString(second, less);
            await("it is cancelled")
                    .atMost(World.PATIENCE)
                    .until(() -> rows(postgres, CANCELLED).size() == 1);
            await("once")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            rows(postgres, CANCELLED).size() == 1 && one.count(REMOVED) + other.count(REMOVED) == 1);
            assertThat(rows(postgres, "select state from watch order by state"))
                    .containsExactly("ENDED", "WATCHING", "WATCHING");

            assertThat(rows(postgres, "select id from node")).hasSize(3).contains("dead");
            assertThat(other.stop()).isEqualTo(143);
            assertThat(rows(postgres, "select id from node"))
                    .as("who stops leaves")
                    .hasSize(2);
            one.kill();
            assertThat(rows(postgres, "select id from node"))
                    .as("who is killed does not")
                    .hasSize(2);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}
