package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Two daemons on one PostgreSQL share watches and budget. */
@Isolated("it counts calls in spans of time")
class TwoNodesIT {
    private static final int WATCHES = 2_000;
    private static final int RATE = 200;

    @TempDir
    Path folder;

    @Test
    void two_nodes_share_2000_watches_with_one_verdict_each_inside_the_budget() {
        String application = World.application("postgresql", RATE, "{ policy: fixed, interval: 5s }", "");
        try (World world = World.of(folder, WATCHES, 15, application)) {
            Map<String, String> environment = Postgres.database();
            Program one = world.daemon(environment);
            Program other = world.daemon(environment);

            await("all verdicts are delivered")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> world.accepted() >= WATCHES || !one.alive() || !other.alive());
            await("no second verdict follows")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.accepted() == WATCHES);
            assertThat(one.stop()).isEqualTo(143);
            assertThat(other.stop()).isEqualTo(143);

            Map<String, World.Receipt> receipts = world.receipts();
            assertThat(receipts.values().stream().map(World.Receipt::task).collect(Collectors.toSet()))
                    .hasSize(WATCHES);
            assertThat(receipts).hasSize(WATCHES);
            assertThat(world.mostCallsInTenSeconds()).isLessThanOrEqualTo((long) (1.05 * 10 * RATE + 1));
            assertThat(one.count(" verdict watch=") + other.count(" verdict watch="))
                    .isGreaterThanOrEqualTo(WATCHES);
            assertThat(one.count(" verdict watch=")).as("both nodes work").isPositive();
            assertThat(other.count(" verdict watch=")).as("both nodes work").isPositive();
        }
    }
}
