package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers as large as an answer may be, in the memory that config/jvm.options gives; and in less, where the process ends
 * for want of memory, again and again, and its store is opened each time.
 */
@Order(World.LONGEST)
class LargeAnswersIT {
    private static final int PRECHECKS = 60;
    private static final int LETTERS = 450_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** It collects garbage for seconds before it ends, in which no event loop goes on: Vert.x would report each by its stack. */
    private static final List<String> STARVED = List.of(
            Program.SHORT_WAITS,
            "-Xmx30m",
            "-XX:-ExitOnOutOfMemoryError",
            "-Dquarkus.vertx.max-event-loop-execute-time=1m");

    @TempDir
    Path folder;

    @Test
    void large_answers_are_reported_in_the_usual_memory_on_h2() throws IOException {
        deliversAll("h2", Map.of());
    }

    @Test
    void large_answers_are_reported_in_the_usual_memory_on_postgresql() throws IOException {
        deliversAll("postgresql", Postgres.database());
    }

    @Test
    void a_process_that_runs_out_of_memory_ends_and_starts_again_on_its_h2_file() throws IOException {
        survives("h2", Map.of());
    }

    @Test
    void a_process_that_runs_out_of_memory_ends_and_starts_again_on_postgresql() throws IOException {
        survives("postgresql", Postgres.database());
    }

    private void deliversAll(String store, Map<String, String> environment) throws IOException {
        try (Cloud cloud = new Cloud()) {
            configure(store, cloud, "20s", "24s"); // other tests run beside it
            try (Program daemon = start(environment, List.of())) {
                await().atMost(Duration.ofMinutes(2)).until(() -> cloud.delivered() == PRECHECKS || !daemon.alive());
                assertThat(daemon.stop()).as(daemon.text()).isEqualTo(143);
                assertThat(daemon.count("state=UNREACHABLE|OutOfMemory")).isZero();
            }
            cloud.assertOneBoundedVerdictEach();
        }
    }

    /** Too little memory for such answers, without the flag that ends a JVM: the daemon's own handler does. */
    private void survives(String store, Map<String, String> environment) throws IOException {
        try (Cloud cloud = new Cloud()) {
            configure(store, cloud, "7s", "10s"); // what a process had claimed at its end waits for the lease
            int ends = 0;
            for (int life = 0; life < 3 && ends < 2; life++) {
                try (Program daemon = start(environment, STARVED)) {
                    await().atMost(World.PATIENCE).until(() -> !daemon.alive() || cloud.delivered() == PRECHECKS);
                    if (!daemon.alive()) {
                        assertThat(daemon.awaitEnd(Duration.ofSeconds(5)))
                                .as(daemon.text())
                                .isEqualTo(3);
                        assertThat(daemon.text()).containsPattern("ERROR stop error=\"out of memory.*-Xmx");
                        ends++;
                    } else {
                        daemon.kill();
                    }
                }
            }
            assertThat(ends).as("it ran out of memory").isPositive();
            try (Program daemon = start(environment, List.of(Program.SHORT_WAITS))) {
                await().atMost(Duration.ofMinutes(2)).until(() -> cloud.delivered() == PRECHECKS || !daemon.alive());
                assertThat(daemon.stop()).as(daemon.text()).isEqualTo(143);
            }
            cloud.assertOneBoundedVerdictEach();
        }
    }

    private Program start(Map<String, String> environment, List<String> flags) {
        Map<String, String> all = new HashMap<>(environment);
        return Program.start(
                folder, all, Map.of("quarkus.management.port", "0", "quarkus.http.port", "0"), flags, World.SECRETS);
    }

    private void configure(String store, Cloud cloud, String readTimeout, String lease) throws IOException {
        Files.createDirectories(folder.resolve("config"));
        String application = World.application(store, 50, "{ policy: fixed, interval: 1s, lease: " + lease + " }", "")
                .replace("read-timeout: 3s", "read-timeout: " + readTimeout)
                .replace("${PRECHECK_DEMO_ENDPOINT}", cloud.uri("/"))
                .replace("${PRECHECK_DEMO_HOOK}", cloud.uri("/hook"))
                .replace("${PRECHECK_DEMO_KEY_ID}", "id")
                .replace("${PRECHECK_DEMO_KEY_SECRET}", World.KEY_SECRET)
                .replace("${PRECHECK_DEMO_HOOK_SECRET}", World.HOOK_SECRET);
        Files.writeString(folder.resolve("config/application.yaml"), application);
        String tasks = IntStream.range(0, PRECHECKS)
                .mapToObj(i -> "  - { name: db-" + i + ", task-id: t-" + i + ", instance-uuid: i-" + i + " }\n")
                .collect(Collectors.joining("", "defaults: { uni-region-id: cn-hangzhou }\ntasks:\n", ""));
        Files.writeString(folder.resolve("config/tasks.yaml"), tasks);
    }

    /** A cloud each of whose answers is nearly a mebibyte, and a receiver of webhooks. */
    private static final class Cloud implements AutoCloseable {
        private static final byte[] ANSWER = answer();

        private final HttpServer server;
        private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();

        Cloud() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", exchange -> reply(exchange, ANSWER));
            server.createContext("/hook", this::take);
            server.start();
        }

        private static byte[] answer() {
            String result = "[{\"instanceId\":\"i\",\"sourceType\":\"MYSQL\",\"results\":[{\"item\":\""
                    + "N".repeat(LETTERS) + "\",\"result\":\"" + "R".repeat(LETTERS) + "\"}]}]";
            String body = "{\"RequestId\":\"r\",\"Description\":\"completed\",\"Result\":\""
                    + result.replace("\"", "\\\"") + "\"}";
            return body.getBytes(StandardCharsets.US_ASCII);
        }

        String uri(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        private void take(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.computeIfAbsent(
                            exchange.getRequestHeaders().getFirst("webhook-id"), id -> ConcurrentHashMap.newKeySet())
                    .add(body);
            reply(exchange, new byte[0]);
        }

        private static void reply(HttpExchange exchange, byte[] body) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }

        int delivered() {
            return bodies.size();
        }

        void assertOneBoundedVerdictEach() {
            assertThat(bodies.values()).as("one body an id").allMatch(same -> same.size() == 1);
            List<JsonNode> events = bodies.values().stream()
                    .flatMap(Set::stream)
                    .map(Cloud::read)
                    .filter(event -> event.path("type").asText().contains("verdict"))
                    .toList();
            assertThat(events).hasSize(PRECHECKS);
            assertThat(events.stream()
                            .map(e -> e.path("data")
                                    .path("precheck")
                                    .path("taskId")
                                    .asText()))
                    .doesNotHaveDuplicates();
            for (JsonNode event : events) {
                JsonNode item = event.at("/data/instances/0/items/0");
                assertThat(event.at("/data/outcome").asText()).isEqualTo("FAILED");
                assertThat(item.path("item").asText()).isEqualTo("N".repeat(253) + "…");
                assertThat(item.path("result").asText()).isEqualTo("R".repeat(253) + "…");
            }
        }

        private static JsonNode read(String body) {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
