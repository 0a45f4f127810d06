package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import io.github.precheckwatcher.simulator.script.GeneratedPrechecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A folder with configuration, a simulated cloud beside it, and daemons that are started and killed in it. */
final class World implements AutoCloseable {
    static final String KEY_SECRET = "wKbTgf0Xm3sAnotherSecretQ9";
    static final String HOOK_SECRET = "whsec_dGhlIHdlYmhvb2sgc2VjcmV0IG9mIHRoZSB0ZXN0cyE=";
    static final String DATABASE_PASSWORD = "pgPass7hRk2LzQ";
    static final Secrets SECRETS = Secrets.of(KEY_SECRET, HOOK_SECRET, HOOK_SECRET.substring(6), DATABASE_PASSWORD);

    /** The order of tests that take longest: the first, so that none of them is alone at the end. */
    static final int LONGEST = 1;

    /** The order of tests that take long, mostly by waiting: before all others, which then run beside them. */
    static final int LONG = 2;

    static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Another place for each JVM, so that two builds on one machine seldom meet. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 10_000));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;
    private final Runnable simulatorsEnd;
    private final Map<String, String> variables;
    private final List<Program> daemons = new ArrayList<>();
    private List<String> flags = List.of();

    private World(Path folder, Runnable simulatorsEnd, Map<String, String> variables) {
        this.folder = folder;
        this.simulatorsEnd = simulatorsEnd;
        this.variables = variables;
    }

    /** A simulator with so many generated prechecks, the longest taking that long, in this process: it has nothing to start. */
    static World of(Path folder, int prechecks, int longestSeconds, String application) {
        return of(folder, prechecks, 0, longestSeconds, application);
    }

    static World of(Path folder, int prechecks, int shortestSeconds, int longestSeconds, String application) {
        GeneratedPrechecks generated = new GeneratedPrechecks(
                prechecks, Duration.ofSeconds(shortestSeconds), Duration.ofSeconds(longestSeconds));
        write(folder.resolve("config/application.yaml"), application);
        write(folder.resolve("config/tasks.yaml"), generated.tasksYaml());
        SimulationOptions demo = SimulationOptions.demo(Clock.systemUTC(), new SplittableRandom(), line -> {});
        Simulation simulation = Simulation.start(
                demo.trusting(demo.keyId(), KEY_SECRET).hookedBy(HOOK_SECRET).playing(generated.scripts()));
        return new World(folder, simulation::close, simulation.environment());
    }

    /** The same with the simulator in a process of its own, so that its work is not the test's: for what is measured. */
    static World apart(Path folder, int prechecks, int shortestSeconds, int longestSeconds, String application) {
        write(folder.resolve("config/application.yaml"), application);
        Program simulator = Program.start(
                folder,
                Map.of("PRECHECK_DEMO_KEY_SECRET", KEY_SECRET, "PRECHECK_DEMO_HOOK_SECRET", HOOK_SECRET),
                Map.of(),
                SECRETS,
                "simulate",
                "--quiet",
                "--prechecks=" + prechecks,
                "--shortest=" + shortestSeconds,
                "--longest=" + longestSeconds,
                "--write-tasks=config/tasks.yaml",
                "--env-file=simulate.env");
        simulator.await("variables for config/demo", PATIENCE);
        Map<String, String> variables = new HashMap<>();
        try (Stream<String> lines = Files.lines(folder.resolve("simulate.env"))) {
            lines.map(l -> l.split("=", 2)).forEach(kv -> variables.put(kv[0], kv[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new World(folder, simulator::close, variables);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An {@code application.yaml} for the simulator; {@code more} is appended under {@code watcher}. */
    static String application(String store, double callsPerSecond, String polling, String more) {
        return """
                watcher:
                  store: %s
                  data-dir: data
                  environment: test
                  accounts:
                    default:
                      endpoint: ${PRECHECK_DEMO_ENDPOINT}
                      calls-per-second: %s
                      connect-timeout: 1s
                      read-timeout: 3s
                      credentials:
                        type: access-key
                        access-key-id: ${PRECHECK_DEMO_KEY_ID}
                        access-key-secret: ${PRECHECK_DEMO_KEY_SECRET}
                  polling: %s
                  notifiers:
                    log: { type: log }
                    hook:
                      type: webhook
                      url: ${PRECHECK_DEMO_HOOK}
                      secret: ${PRECHECK_DEMO_HOOK_SECRET}
                      timeout: 10s
                      retry: { schedule: [1s] }
                %s
                """.formatted(store, callsPerSecond, polling, more);
    }

    /** Its daemons divide the waits that nobody configures by {@link Program#DIVISOR}. */
    World withShortWaits() {
        return withFlags(Program.SHORT_WAITS);
    }

    /** Its next daemons have these flags of the JVM besides those that README advises. */
    World withFlags(String... more) {
        flags = List.of(more);
        return this;
    }

    Path folder() {
        return folder;
    }

    /** The variables that the simulator gives. */
    Map<String, String> variables() {
        return variables;
    }

    /** Starts a daemon in this folder. */
    Program daemon(Map<String, String> environment, String... args) {
        return daemon(0, 0, environment, args);
    }

    /** Starts a daemon whose health and metrics are on that port. */
    Program daemonOn(int managementPort, Map<String, String> environment, String... args) {
        return daemon(managementPort, 0, environment, args);
    }

    /** Starts a daemon whose REST resources are on that port. */
    Program daemonServing(int port, Map<String, String> environment) {
        return daemon(0, port, environment);
    }

    /** Starts a daemon on these two ports. */
    Program daemonOn(int managementPort, int port) {
        return daemonOn(managementPort, port, Map.of());
    }

    Program daemonOn(int managementPort, int port, Map<String, String> environment) {
        return daemon(managementPort, port, environment);
    }

    private Program daemon(int managementPort, int port, Map<String, String> environment, String... args) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(environment);
        Program daemon = Program.start(
                folder,
                all,
                Map.of(
                        "quarkus.management.port",
                        Integer.toString(managementPort),
                        "quarkus.http.port",
                        Integer.toString(port)),
                flags,
                SECRETS,
                args);
        daemons.add(daemon);
        return daemon;
    }

    /**
     * A port that is free now, from below those that systems give to connections: none takes it while a daemon that was
     * killed is not started again.
     */
    static int freePort() {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException e) {
                // somebody else's: the next
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How many deliveries there are in each state, by notifier, as the daemon serving on that port says. */
    static Map<String, Map<String, Integer>> deliveries(int port) {
        Map<String, Map<String, Integer>> deliveries = new TreeMap<>();
        get(URI.create("http://127.0.0.1:" + port + "/api/v1/notifiers")).forEach(notifier -> {
            Map<String, Integer> states = new TreeMap<>();
            notifier.path("deliveries").properties().stream()
                    .filter(state -> state.getValue().asInt() > 0)
                    .forEach(
                            state -> states.put(state.getKey(), state.getValue().asInt()));
            deliveries.put(notifier.path("name").asText(), states);
        });
        return deliveries;
    }

    /** How many deliveries of a notifier have an attempt that is recorded, as the daemon serving on that port says. */
    static long tried(int port, String notifier) {
        URI list = URI.create("http://127.0.0.1:" + port + "/api/v1/deliveries?limit=500&notifier=" + notifier);
        return StreamSupport.stream(get(list).path("deliveries").spliterator(), false)
                .filter(delivery -> delivery.path("attempts").asInt() > 0 || delivery.has("error"))
                .count();
    }

    /** Turns a switch of the simulated cloud. */
    void turn(String verb) {
        turn(verb, "");
    }

    void turn(String verb, String body) {
        send(HttpRequest.newBuilder(endpoint().resolve("simulator/" + verb))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** How the sink treats the next webhooks. */
    void sink(String parameters) {
        send(HttpRequest.newBuilder(hook().resolve("/simulator/behaviour?" + parameters))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** What the simulated cloud counted. */
    JsonNode statistics() {
        return get(endpoint().resolve("simulator/statistics"));
    }

    long calls() {
        return statistics().path("calls").asLong();
    }

    /** The most calls in any span of 10 seconds. */
    long mostCallsInTenSeconds() {
        JsonNode buckets = statistics().path("buckets");
        assertThat(statistics().path("bucketMillis").asInt()).isEqualTo(100);
        long[] counts = new long[buckets.size()];
        Arrays.setAll(counts, i -> buckets.get(i).asLong());
        long most = 0;
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] - (i >= 100 ? counts[i - 100] : 0);
            most = Math.max(most, sum);
        }
        return most;
    }

    /** The verdict webhooks that the sink accepted, by webhook id. */
    Map<String, Receipt> receipts() {
        Map<String, Receipt> receipts = new TreeMap<>();
        get(hook().resolve("/simulator/receipts")).path("receipts").properties().forEach(e -> {
            JsonNode r = e.getValue();
            if (r.path("count").asInt() > 0) {
                receipts.put(
                        e.getKey(),
                        new Receipt(
                                r.path("taskId").asText(),
                                r.path("outcome").asText(),
                                r.path("arrivals").asInt(),
                                r.path("count").asInt(),
                                r.path("bodies").asInt(),
                                r.path("firstAt").asLong()));
            }
        });
        return receipts;
    }

    /** From the terminal answer of each precheck to the first receipt of its verdict, in ms, in the order of the answers. */
    double[] verdictLags() {
        JsonNode ended = statistics().path("endedByTask");
        Map<Long, List<Double>> lags = new TreeMap<>();
        receipts().values().forEach(r -> {
            long at = ended.path(r.task()).asLong();
            lags.computeIfAbsent(at, same -> new ArrayList<>()).add((double) r.firstAt() - at);
        });
        return lags.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** How many webhook ids the sink accepted: costs less than all {@link #receipts}. */
    int accepted() {
        return get(hook().resolve("/simulator/accepted")).asInt();
    }

    /** One webhook id at the sink: it came {@code arrivals} times and was accepted {@code count} times. */
    record Receipt(String task, String outcome, int arrivals, int count, int bodies, long firstAt) {}

    private static JsonNode get(URI uri) {
        try {
            return JSON.readTree(send(HttpRequest.newBuilder(uri).build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as("%s", request.uri()).isBetween(200, 204);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private URI endpoint() {
        return URI.create(variables.get("PRECHECK_DEMO_ENDPOINT"));
    }

    private URI hook() {
        return URI.create(variables.get("PRECHECK_DEMO_HOOK"));
    }

    @Override
    public void close() {
        daemons.forEach(Program::close);
        simulatorsEnd.run();
    }
}
