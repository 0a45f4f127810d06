package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.simulator.script.GeneratedPrechecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment: one verdict a precheck, every webhook arrives, no id carries two bodies. */
@Order(World.LONG)
class KillIT {
    private static final int PRECHECKS = 200;
    private static final int KILLS = Integer.getInteger("watcher.kills");

    /** So that there is work left at the last kill: a life is a start and some seconds. */
    private static final int LONGEST_SECONDS = 6 * KILLS;

    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";

    @TempDir
    Path folder;

    @Test
    void a_daemon_killed_again_and_again_on_h2_sends_each_verdict_under_one_id() {
        String application = World.application("h2", 150, POLLING, "");

        survives(application, Map.of());
    }

    @Test
    void a_daemon_killed_again_and_again_on_postgresql_sends_each_verdict_under_one_id() {
        survives(World.application("postgresql", 150, POLLING, ""), Postgres.database());
    }

    private void survives(String application, Map<String, String> store) {
        Random random = new Random(20261124);
        Map<String, String> environment = new HashMap<>(store);
        // what is under way at a kill is leased for 30 s, divided, more than this
        environment.put("WATCHER_NOTIFIERS_HOOK_TIMEOUT", "2s");
        try (World world =
                World.of(folder, PRECHECKS, LONGEST_SECONDS, application).withShortWaits()) {
            for (int kill = 0; kill < KILLS; kill++) {
                Program daemon = world.daemon(environment);
                // a moment of its work that differs each time: so many calls after its start
                long calls = world.calls() + 1 + random.nextInt(2 * PRECHECKS);
                await().atMost(World.PATIENCE).until(() -> world.calls() >= calls || !daemon.alive() || done(world));
                assertThat(daemon.alive()).as(daemon.text()).isTrue();
                assertThat(done(world)).as("kill %d is amid its work", kill + 1).isFalse();
                daemon.kill();
            }
            Program daemon = world.daemon(environment);
            await("all verdicts are delivered")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> done(world) || !daemon.alive());
            await("no second verdict follows")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.accepted() == PRECHECKS);
            assertThat(daemon.stop()).isEqualTo(143);

            assertOneVerdictEach(world);
        }
    }

    private static boolean done(World world) {
        return world.accepted() >= PRECHECKS;
    }

    private static void assertOneVerdictEach(World world) {
        Map<String, World.Receipt> receipts = world.receipts();
        Map<String, Outcome> expected = GeneratedPrechecks.of(PRECHECKS).outcomes();
        Map<String, Long> idsByTask =
                receipts.values().stream().collect(Collectors.groupingBy(World.Receipt::task, Collectors.counting()));

        assertThat(idsByTask.keySet()).isEqualTo(expected.keySet());
        assertThat(idsByTask.values()).as("one verdict each").containsOnly(1L);
        assertThat(receipts.values()).as("one body an id").allMatch(r -> r.bodies() == 1);
        assertThat(receipts.values())
                .allMatch(r -> expected.get(r.task()).name().equals(r.outcome()));
    }
}
