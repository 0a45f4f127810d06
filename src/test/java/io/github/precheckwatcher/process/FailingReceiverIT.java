package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.simulator.script.GeneratedPrechecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} three times while thousands of verdicts go to a receiver that fails 30 % of calls at random: all arrive,
 * each under one id with one body, and none is left over.
 */
@Order(World.LONGEST)
class FailingReceiverIT {
    /** 10,000 in the heavy profile alone. */
    private static final int VERDICTS = Integer.getInteger("watcher.verdicts");

    private static final int LONGEST_SECONDS = 5;
    private static final int KILLS = 3;
    private static final long SEED = 20_261_126;
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";
    private static final double NO_BUDGET = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void all_verdicts_reach_a_receiver_that_fails_three_calls_in_ten_from_h2() {
        allArrive(World.application("h2", NO_BUDGET, POLLING, ""), Map.of());
    }

    @Test
    void all_verdicts_reach_a_receiver_that_fails_three_calls_in_ten_from_postgresql() {
        allArrive(World.application("postgresql", NO_BUDGET, POLLING, ""), Postgres.database());
    }

    private void allArrive(String application, Map<String, String> environment) {
        Random random = new Random(SEED);
        Map<String, String> variables = new HashMap<>(environment);
        // what is under way at a kill is leased for 30 s, divided, more than this
        variables.put("WATCHER_NOTIFIERS_HOOK_TIMEOUT", "2s");
        int port = World.freePort();
        try (World world =
                World.of(folder, VERDICTS, LONGEST_SECONDS, application).withShortWaits()) {
            world.sink("failing=0.3&seed=" + SEED);
            for (int kill = 0; kill < KILLS; kill++) {
                // somewhere in each of the first three quarters, so that there is work under way each time
                double share = (kill + random.nextDouble()) / (KILLS + 1);
                Program daemon = world.daemonServing(port, variables);
                patience().until(() -> world.accepted() >= share * VERDICTS || !daemon.alive());
                assertThat(daemon.alive()).as(daemon.text()).isTrue();
                daemon.kill();
                assertThat(world.accepted()).as("deliveries are under way").isLessThan(VERDICTS);
            }
            Program daemon = world.daemonServing(port, variables);
            patience().until(() -> world.accepted() >= VERDICTS || !daemon.alive());
            assertThat(daemon.alive()).as(daemon.text()).isTrue();
            Map<String, Integer> all = Map.of("DELIVERED", VERDICTS);
            patience()
                    .untilAsserted(() -> assertThat(World.deliveries(port))
                            .as("none is PENDING or DEAD")
                            .isEqualTo(Map.of("hook", all, "log", all)));
            assertThat(daemon.stop()).isEqualTo(143);

            assertEachArrivedUnderOneId(
                    world.receipts().values(), GeneratedPrechecks.of(VERDICTS).outcomes());
        }
    }

    private static ConditionFactory patience() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50));
    }

    private static void assertEachArrivedUnderOneId(Collection<World.Receipt> receipts, Map<String, Outcome> expected) {
        Map<String, Long> idsByTask =
                receipts.stream().collect(Collectors.groupingBy(World.Receipt::task, Collectors.counting()));

        assertThat(idsByTask.keySet()).isEqualTo(expected.keySet());
        assertThat(idsByTask.values()).as("one id each").containsOnly(1L);
        assertThat(receipts).as("one body an id").allMatch(r -> r.bodies() == 1);
        assertThat(receipts).allMatch(r -> expected.get(r.task()).name().equals(r.outcome()));
        int arrivals = receipts.stream().mapToInt(World.Receipt::arrivals).sum();
        int accepted = receipts.stream().mapToInt(World.Receipt::count).sum();
        assertThat(1 - (double) accepted / arrivals)
                .as("the receiver did fail some")
                .isBetween(0.25, 0.35);
    }
}
