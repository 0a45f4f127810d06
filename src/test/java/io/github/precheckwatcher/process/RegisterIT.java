package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.config.RequestedTasks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} amid a request that registers ten thousand watches, in the usual run three thousand: whole or not at
 * all, and one verdict each.
 */
@Order(World.LONGEST)
class RegisterIT {
    private static final int KILLS = Integer.getInteger("watcher.kills");
    private static final int MANY = KILLS > 3 ? 10_000 : 2_000;

    /** So many get their verdicts: that each comes once does not hang on how many there are. */
    private static final int VERDICTS = 200;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void thousands_are_registered_whole_or_not_at_all_on_h2() throws Exception {
        survives("h2", Map::of);
    }

    @Test
    void thousands_are_registered_whole_or_not_at_all_on_postgresql() throws Exception {
        survives("postgresql", Postgres::database);
    }

    private void survives(String store, Supplier<Map<String, String>> database) throws Exception {
        SplittableRandom random = new SplittableRandom(23);
        String application = World.application(store, 30, "{ policy: fixed, interval: 1s, lease: 6s }", "");
        try (World world = World.of(folder, MANY, 2, application).withShortWaits()) {
            List<Map<String, Object>> tasks = RequestedTasks.ofFile(folder.resolve("config/tasks.yaml"), Map.of());
            byte[] request = new ObjectMapper().writeValueAsBytes(tasks);
            Files.writeString(folder.resolve("config/tasks.yaml"), "tasks: []\n");
            // first: the daemons of other stores would send verdicts of their own
            byte[] some = new ObjectMapper().writeValueAsBytes(tasks.subList(0, VERDICTS));
            verdicts(world, environment(database.get(), "data"), some);
            int amid = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                Map<String, String> environment = environment(database.get(), "data-" + kill);
                amid += killed(world, environment, request, random.nextLong(50, MANY / 5)) ? 1 : 0;
            }
            assertThat(amid).as("kills amid a request").isPositive();
        }
    }

    /** Whether the request was under way at the kill. */
    private boolean killed(World world, Map<String, String> environment, byte[] request, long later) {
        int port = World.freePort();
        Program daemon = world.daemonServing(port, environment);
        daemon.await(" ready ", World.PATIENCE);
        CompletableFuture<HttpResponse<String>> answer = register(port, request);
        await().pollDelay(Duration.ofMillis(later)).until(() -> true);
        boolean answered = answer.isDone();
        daemon.kill();

        Program next = world.daemonServing(port, environment);
        next.await(" ready ", World.PATIENCE);
        String again = registered(port, request);
        next.kill();
        assertThat(again.split("\"id\"", -1)).as(again).hasSize(1 + MANY);
        assertThat(again.split("\"NEW\"", -1).length - 1)
                .as("registered when it came again, answered before the kill: %s", answered)
                .isIn(0, answered ? 0 : MANY);
        return !answered;
    }

    /** Registered, killed amid its work and registered again: each verdict is one. */
    private void verdicts(World world, Map<String, String> environment, byte[] request) {
        int port = World.freePort();
        Program daemon = world.daemonServing(port, environment);
        daemon.await(" ready ", World.PATIENCE);
        registered(port, request);
        await("half of the verdicts").atMost(World.PATIENCE).until(() -> world.accepted() >= VERDICTS / 2);
        daemon.kill();

        Program next = world.daemonServing(port, environment);
        next.await(" ready ", World.PATIENCE);
        assertThat(registered(port, request))
                .contains("\"ENDED\"")
                .doesNotContain("\"NEW\"", "\"NEW_ROUND\"", "\"CHANGED\"");
        await("verdicts").atMost(World.PATIENCE).until(() -> world.accepted() >= VERDICTS);
        assertThat(next.stop()).isEqualTo(143);
        Map<String, Long> idsByTask = world.receipts().values().stream()
                .collect(Collectors.groupingBy(World.Receipt::task, Collectors.counting()));
        assertThat(idsByTask.values()).as("one verdict each").hasSize(VERDICTS).containsOnly(1L);
        assertThat(world.receipts().values()).as("one body an id").allMatch(receipt -> receipt.bodies() == 1);
    }

    private static Map<String, String> environment(Map<String, String> database, String dataDir) {
        Map<String, String> environment = new HashMap<>(database);
        environment.put("WATCHER_DATA_DIR", dataDir);
        environment.put("WATCHER_NOTIFIERS_HOOK_TIMEOUT", "2s");
        return environment;
    }

    /** What is answered in the end: on a machine that is busy the answer may take longer than the connection is kept. */
    private static String registered(int port, byte[] request) {
        AtomicReference<String> body = new AtomicReference<>();
        await("registered").atMost(World.PATIENCE).ignoreExceptions().until(() -> {
            HttpResponse<String> response = register(port, request).join();
            body.set(response.body());
            return response.statusCode() == 200;
        });
        return body.get();
    }

    private static CompletableFuture<HttpResponse<String>> register(int port, byte[] request) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/watches"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(request))
                        .build(),
                BodyHandlers.ofString());
    }
}
