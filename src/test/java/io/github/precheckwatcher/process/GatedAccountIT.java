package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.simulator.script.GeneratedPrechecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the account or of the network is no verdict: one message, probes, and all go on by themselves. */
@Order(World.LONG)
class GatedAccountIT {
    private static final int WATCHES = 50;
    private static final String APPLICATION = World.application(
            "h2",
            20,
            "{ policy: fixed, interval: 1s }",
            "quarkus: { log: { category: { \"io.github.precheckwatcher\": { level: DEBUG } } } }");

    @TempDir
    Path folder;

    @Test
    void no_permission_gives_one_suspended_event_and_all_go_on_when_it_is_granted() {
        try (World world = World.of(folder, WATCHES, 3, APPLICATION).withShortWaits()) {
            world.turn("echo?on=true");
            world.turn("permission?granted=false");
            Program daemon = world.daemon(Map.of());
            daemon.await(
                    "ERROR account account=default state=SUSPENDED code=NoPermission .*yundun-sas:QueryPreCheckDatabase",
                    World.PATIENCE);
            long callsWhenSuspended = world.calls();

            daemonProbesOnceADividedMinute(world, daemon, callsWhenSuspended);
            world.turn("permission?granted=true");

            assertAllEndRight(world, daemon);
        }
    }

    @Test
    void a_wrong_secret_gives_one_suspended_event_and_all_go_on_when_it_is_right() {
        try (World world = World.of(folder, WATCHES, 3, APPLICATION).withShortWaits()) {
            world.turn("echo?on=true");
            world.turn("secret", "another-secret-for-a-while");
            Program daemon = world.daemon(Map.of());
            daemon.await("ERROR account account=default state=SUSPENDED code=SignatureDoesNotMatch", World.PATIENCE);
            long callsWhenSuspended = world.calls();

            daemonProbesOnceADividedMinute(world, daemon, callsWhenSuspended);
            world.turn("secret", World.KEY_SECRET);

            assertAllEndRight(world, daemon);
        }
    }

    @Test
    void a_dead_network_gives_one_unreachable_event_and_all_go_on_when_it_is_back() {
        try (World world = World.of(folder, WATCHES, 3, APPLICATION)) {
            world.turn("network?state=dead");
            Program daemon = world.daemon(Map.of());
            daemon.await("ERROR account account=default state=UNREACHABLE code=NETWORK", World.PATIENCE);

            world.turn("network?state=up");

            await("all verdicts are delivered").atMost(Duration.ofMinutes(3)).until(() -> world.accepted() >= WATCHES);
            daemon.stop();
            assertThat(daemon.count("ERROR account account=default state=UNREACHABLE"))
                    .isEqualTo(1);
            assertThat(daemon.count("INFO  account account=default state=OK was=UNREACHABLE"))
                    .isEqualTo(1);
            assertOutcomes(world);
        }
    }

    /** The first answers may have been under way together; after them one probe comes at most a minute, which is divided here. */
    private static void daemonProbesOnceADividedMinute(World world, Program daemon, long callsWhenSuspended) {
        long suspendedAt = System.nanoTime();
        long inFlight = 20; // the burst that was claimed before the first refusal was there
        await("the first probe").atMost(Duration.ofSeconds(75)).until(() -> daemon.count("probe account=default") >= 1);
        assertThat(Duration.ofNanos(System.nanoTime() - suspendedAt).multipliedBy(Program.DIVISOR))
                .isGreaterThan(Duration.ofSeconds(50));
        assertThat(world.calls()).isLessThanOrEqualTo(callsWhenSuspended + inFlight + 1);
        assertThat(world.receipts()).isEmpty();
    }

    private static void assertAllEndRight(World world, Program daemon) {
        await("all verdicts are delivered").atMost(Duration.ofMinutes(4)).until(() -> world.accepted() >= WATCHES);
        daemon.stop();
        assertThat(daemon.count("ERROR account account=default state=SUSPENDED"))
                .isEqualTo(1);
        assertThat(daemon.count("INFO  account account=default state=OK was=SUSPENDED"))
                .isEqualTo(1);
        assertOutcomes(world);
    }

    private static void assertOutcomes(World world) {
        var expected = GeneratedPrechecks.of(WATCHES).outcomes();
        assertThat(world.receipts().values())
                .hasSize(WATCHES)
                .allMatch(r -> expected.get(r.task()).name().equals(r.outcome()));
    }
}
