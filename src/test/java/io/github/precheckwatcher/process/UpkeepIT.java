package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.notify.FakeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that are killed around the moment of the daily summary send one; while they run their heartbeat goes. */
@Order(World.LONGEST)
class UpkeepIT {
    private static final int PRECHECKS = 20;
    private static final int KILLS = 3;
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";
    private static final String TOKEN = "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";
    private static final Pattern SUMMARY =
            Pattern.compile("INFO +.* summary since=(\\S+) ended=(\\d+) .*running=(\\d+)");

    private final AtomicInteger beats = new AtomicInteger();
    private final Random random = new Random(20261130);

    @TempDir
    Path folder;

    @Test
    void a_daemon_killed_around_the_moment_sends_one_summary_on_h2() {
        killedAroundTheMoment("h2", Map.of(), 1);
    }

    @Test
    void two_nodes_killed_around_the_moment_send_one_summary_on_postgresql() {
        killedAroundTheMoment("postgresql", Postgres.database(), 2);
    }

    private void killedAroundTheMoment(String store, Map<String, String> environment, int nodes) {
        // time enough for all verdicts before it
        Instant moment = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        try (FakeServer switchboard = FakeServer.of(this::beat);
                World world = World.of(folder, PRECHECKS, 3, application(store, moment, switchboard))
                        .withShortWaits()) {
            List<Program> all = new ArrayList<>();
            List<Program> running = start(world, environment, nodes, all);
            await("all verdicts are delivered").atMost(World.PATIENCE).until(() -> world.accepted() >= PRECHECKS);
            assertThat(Instant.now()).as("the summary is still to come").isBefore(moment);
            await("its heartbeat goes").atMost(World.PATIENCE).until(() -> beats.get() > 0);
            awaitTime(moment);
            for (int kill = 0; kill < KILLS; kill++) {
                // once it is due a node that started sends it after five seconds of the half minute that it waits
                awaitTime(Instant.now().plusMillis(random.nextInt(kill == 0 ? 1_500 : 7_000)));
                running.forEach(Program::kill);
                int before = beats.get();
                await("nobody says that a killed daemon works")
                        .during(Duration.ofMillis(1_500))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> beats.get() == before);
                running = start(world, environment, nodes, all);
            }
            List<Program> last = running;
            await("the summary is delivered")
                    .atMost(World.PATIENCE)
                    .until(() -> summaries(world) > 0 || last.stream().anyMatch(node -> !node.alive()));
            await("no second one follows")
                    .during(Duration.ofSeconds(8))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> summaries(world) == 1);
            await("the heartbeat goes on").atMost(World.PATIENCE).until(() -> beats.get() > 2);
            last.forEach(node -> assertThat(node.stop()).isEqualTo(143));

            assertThat(world.receipts()).hasSize(PRECHECKS + 1);
            assertThat(world.receipts().values()).as("one body an id").allMatch(receipt -> receipt.bodies() == 1);
            assertThat(all).allSatisfy(node -> assertThat(node.text()).doesNotContain(TOKEN));
            assertThat(lines(all)).isNotEmpty().allSatisfy(line -> {
                assertThat(line.group(2)).as("what ended").isEqualTo(Integer.toString(PRECHECKS));
                assertThat(line.group(3)).as("what runs").isEqualTo("0");
            });
        }
    }

    private static String application(String store, Instant moment, FakeServer switchboard) {
        String at =
                DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC).format(moment);
        return World.application(store, 100, POLLING, """
                  heartbeat: { url: "%s/ping/%s", interval: 1s }
                  summary: { at: "%s", zone: UTC }
                """.formatted(switchboard.base(), TOKEN, at))
                .replace("log: { type: log }", "log: { type: log, events: [summary] }")
                .replace("timeout: 10s", "timeout: 10s\n      events: [operator, summary]");
    }

    private static List<Program> start(World world, Map<String, String> environment, int nodes, List<Program> all) {
        List<Program> started = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            started.add(world.daemon(environment));
        }
        started.forEach(node -> node.await(" ready ", World.PATIENCE));
        all.addAll(started);
        return started;
    }

    private FakeServer.Reply beat(FakeServer.Request request) {
        assertThat(request.path()).isEqualTo("/ping/" + TOKEN);
        beats.incrementAndGet();
        return new FakeServer.Reply(200, "OK");
    }

    private static long summaries(World world) {
        return world.receipts().values().stream()
                .filter(receipt -> receipt.task().isEmpty())
                .count();
    }

    private static List<MatchResult> lines(List<Program> nodes) {
        return nodes.stream()
                .flatMap(node -> SUMMARY.matcher(node.text()).results())
                .toList();
    }

    private static void awaitTime(Instant at) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(World.PATIENCE)
                .until(() -> !Instant.now().isBefore(at));
    }
}
