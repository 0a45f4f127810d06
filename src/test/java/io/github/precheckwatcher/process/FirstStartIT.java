package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that are started together on an empty database, whatever stands behind its address. */
class FirstStartIT {
    private static final int WATCHES = 60;
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 10s }";

    @TempDir
    Path folder;

    @Test
    void two_nodes_come_up_together_whatever_the_databases_defaults_are() {
        Map<String, String> database = Postgres.database();
        for (String setting : List.of(
                "default_transaction_isolation = 'serializable'",
                "default_transaction_deferrable = on",
                "statement_timeout = '20ms'",
                "lock_timeout = '1ms'",
                "idle_in_transaction_session_timeout = '20ms'",
                "idle_session_timeout = '500ms'")) {
            Postgres.execute("alter database " + database.get("PGDATABASE") + " set " + setting);
        }

        deliverEachOnce(database);
    }

    @Test
    void two_nodes_come_up_together_behind_pgbouncer_with_transaction_pooling() throws IOException {
        Map<String, String> environment = new HashMap<>(Postgres.database());
        try (PgBouncer bouncer = PgBouncer.before(environment.get("PGPORT"), folder)) {
            environment.put("PGPORT", Integer.toString(bouncer.port()));

            List<Program> nodes = deliverEachOnce(environment);

            assertThat(nodes).allMatch(node -> node.count("INFO  store pooler=yes") == 1);
        }
    }

    private List<Program> deliverEachOnce(Map<String, String> environment) {
        String application = World.application("postgresql", 100, POLLING, "");
        try (World world = World.of(folder, WATCHES, 10, application)) {
            Program one = world.daemon(environment);
            Program other = world.daemon(environment);
            await("all verdicts are sent")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> world.accepted() >= WATCHES || !one.alive() || !other.alive());
            await("no second verdict follows")
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.accepted() == WATCHES);
            assertThat(world.receipts().values().stream()
                            .map(World.Receipt::task)
                            .collect(Collectors.toSet()))
                    .hasSize(WATCHES);
            for (Program node : List.of(one, other)) {
                assertThat(node.text()).contains("INFO  ready").doesNotContain("state=FAILING");
                assertThat(node.stop()).isEqualTo(143);
            }
            return List.of(one, other);
        }
    }
}
