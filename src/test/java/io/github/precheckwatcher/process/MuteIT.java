package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that are killed around the end of a mute send one message that sums up all that it held back. */
@Order(World.LONGEST)
class MuteIT {
    private static final int PRECHECKS = 20;
    private static final int KILLS = 3;
    private static final String LASTS = "25s";
    private static final String POLLING = "{ policy: fixed, interval: 1s, lease: 6s }";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random = new Random(20261201);
    private final int port = World.freePort();

    @TempDir
    Path folder;

    @Test
    void a_daemon_killed_around_the_end_of_a_mute_sums_up_once_on_h2() throws Exception {
        killedAroundTheEnd("h2", Map.of(), 1);
    }

    @Test
    void two_nodes_killed_around_the_end_of_a_mute_sum_up_once_on_postgresql() throws Exception {
        killedAroundTheEnd("postgresql", Postgres.database(), 2);
    }

    private void killedAroundTheEnd(String store, Map<String, String> environment, int nodes) throws Exception {
        try (World world = World.of(folder, PRECHECKS, 3, World.application(store, 100, POLLING, ""))
                .withShortWaits()) {
            Path tasks = folder.resolve("config/tasks.yaml");
            String all = Files.readString(tasks);
            Files.writeString(tasks, "tasks: []\n");
            List<Program> running = start(world, environment, nodes);
            // a label that is absent counts as empty, so this hits every watch
            JsonNode mute = ask(HttpRequest.newBuilder(api("mutes"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"match\":[\"nobody=\\\"\\\"\"],\"for\":\"" + LASTS + "\"}")))
                    .path("mute");
            Instant end = Instant.parse(mute.path("until").asText());
            Files.writeString(tasks, all);
            await("all verdicts fell under the mute")
                    .atMost(World.PATIENCE)
                    .until(() -> World.deliveries(port).get("hook").getOrDefault("MUTED", 0) == PRECHECKS);
            assertThat(Instant.now()).as("the mute lasts").isBefore(end);

            awaitTime(end.minusMillis(500));
            for (int kill = 0; kill < KILLS; kill++) {
                awaitTime(Instant.now().plusMillis(random.nextInt(1_500)));
                running.forEach(Program::kill);
                running = start(world, environment, nodes);
            }
            await("the message is delivered").atMost(World.PATIENCE).until(() -> world.accepted() > 0);
            await("no second one follows")
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.accepted() == 1);

            assertThat(world.receipts().values()).singleElement().satisfies(receipt -> {
                assertThat(receipt.task()).as("it is about none alone").isEmpty();
                assertThat(receipt.bodies()).as("one body an id").isEqualTo(1);
            });
            assertThat(World.deliveries(port).get("hook")).isEqualTo(Map.of("DELIVERED", PRECHECKS + 1));
            JsonNode ended =
                    ask(HttpRequest.newBuilder(api("mutes/" + mute.path("id").asText())));
            assertThat(ended.path("verdicts").asInt()).isEqualTo(PRECHECKS);
            assertThat(ended.has("endedAt")).isTrue();
            running.forEach(node -> assertThat(node.stop()).isEqualTo(143));
        }
    }

    /** The first of them serves on the port. */
    private List<Program> start(World world, Map<String, String> environment, int nodes) {
        List<Program> started = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            started.add(node == 0 ? world.daemonServing(port, environment) : world.daemon(environment));
        }
        started.forEach(node -> node.await(" ready ", World.PATIENCE));
        return started;
    }

    private URI api(String path) {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    }

    private static JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static void awaitTime(Instant at) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(World.PATIENCE)
                .until(() -> !Instant.now().isBefore(at));
    }
}
