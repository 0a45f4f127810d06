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

/** The cloud asks for fewer calls: all watches of the account slow down, none is blamed, and the rate recovers. */
@Order(World.LONG)
class ThrottledIT {
    private static final int WATCHES = 60;

    @TempDir
    Path folder;

    @Test
    void throttling_slows_all_watches_and_recovers() {
        String application = World.application("h2", 60, "{ policy: fixed, interval: 1s }", "");
        try (World world = World.of(folder, WATCHES, 20, application).withShortWaits()) {
            world.turn("throttle?rate=8&retry-after=500");
            Program daemon = world.daemon(Map.of());
            daemon.await("WARN  account account=default state=THROTTLED code=Throttling", World.PATIENCE);

            long calls = world.calls();
            long from = System.nanoTime();
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            System.nanoTime() - from >= Duration.ofSeconds(5).toNanos());
            assertThat(world.calls() - calls)
                    .as("calls in 5 s, of 300 unthrottled")
                    .isLessThan(150);
            world.turn("throttle?rate=0");

            daemon.await("INFO  account account=default state=OK was=THROTTLED", Duration.ofMinutes(2));
            await("all verdicts are delivered").atMost(Duration.ofMinutes(2)).until(() -> world.accepted() >= WATCHES);
            assertThat(daemon.stop()).isEqualTo(143);
            var expected = GeneratedPrechecks.of(WATCHES).outcomes();
            assertThat(world.receipts().values())
                    .hasSize(WATCHES)
                    .allMatch(r -> expected.get(r.task()).name().equals(r.outcome()));
        }
    }

    @Test
    void a_webhook_that_hangs_loses_nothing_and_holds_up_nobody() {
        String application = World.application("h2", 60, "{ policy: fixed, interval: 1s }", "")
                .replace("timeout: 10s", "timeout: 1s");
        try (World world = World.of(folder, WATCHES, 3, application).withShortWaits()) {
            world.sink("hang=true");
            Program daemon = world.daemon(Map.of());
            await("the log has all verdicts while the webhook hangs")
                    .atMost(World.PATIENCE)
                    .until(() -> daemon.count(" INFO  verdict watch=") == WATCHES);
            daemon.await("WARN  delivery notifier=hook state=FAILING", World.PATIENCE);
            assertThat(world.receipts()).isEmpty();

            world.sink("");

            await("all webhooks arrive").atMost(World.PATIENCE).until(() -> world.accepted() == WATCHES);
            assertThat(daemon.stop()).isEqualTo(143);
        }
    }
}
