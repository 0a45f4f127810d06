package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's figures of {@code docs/benchmarks/engine.md}: {@code mvn -Pbenchmark verify}. Measures and prints; asserts
 * nothing about time. Simulator, database and daemon each in a process of their own, all on this machine.
 */
class EngineBenchmark {
    private static final int WATCHES = 10_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final String BUSY = "{ policy: fixed, interval: 1s, deadline: 10h }";

    private final List<String> report = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void measures_the_engine() throws IOException {
        report.add("Machine: %s, %d cores, JDK %s; daemon and simulator with config/jvm.options and an archive"
                .formatted(machine(), Runtime.getRuntime().availableProcessors(), Runtime.version()));
        report.add("");
        report.add("| figure | H2 file | PostgreSQL |");
        report.add("|---|---|---|");
        Starts h2Starts = starts("h2", Map.of());
        Throughput h2 = throughput("h2", Map.of());
        Latency h2Latency = latency("h2", Map.of());
        Starts postgresqlStarts;
        Throughput postgresql;
        Latency postgresqlLatency;
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            postgresqlStarts = starts("postgresql", Postgres.variables(server));
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            postgresql = throughput("postgresql", Postgres.variables(server));
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            postgresqlLatency = latency("postgresql", Postgres.variables(server));
        }
        row("polls a second, 10,000 watches", "%,.0f", h2.pollsPerSecond(), postgresql.pollsPerSecond());
        row("daemon's CPU a poll, microseconds", "%.0f", h2.cpuMicros(), postgresql.cpuMicros());
        row("daemon's RSS, MiB", "%.0f", h2.rssMib(), postgresql.rssMib());
        row("start to readiness, s", "%.2f", h2Starts.archived(), postgresqlStarts.archived());
        row("the same without the class-data archive, s", "%.2f", h2Starts.plain(), postgresqlStarts.plain());
        row("start to readiness, 10,000 tasks in the file and stored, s", "%.2f", h2.ready(), postgresql.ready());
        row("terminal answer to webhook receipt, p50, ms", "%.0f", h2Latency.p50(), postgresqlLatency.p50());
        row("terminal answer to webhook receipt, p99, ms", "%.0f", h2Latency.p99(), postgresqlLatency.p99());
        report.add("");
        report.add(
                "PostgreSQL to H2, polls a second: %.1f".formatted(postgresql.pollsPerSecond() / h2.pollsPerSecond()));
        Path out = Path.of("target/benchmarks/engine.md");
        Files.createDirectories(out.getParent());
        Files.write(out, report);
        report.forEach(System.err::println);
    }

    private void row(String name, String format, double h2, double postgresql) {
        report.add(String.format(Locale.ROOT, "| %s | " + format + " | " + format + " |", name, h2, postgresql));
    }

    /** Seconds from start to readiness without and with a class-data archive; the median of three. */
    private record Starts(double plain, double archived) {}

    /** Eight tasks in the file, the store as the run before left it. */
    private Starts starts(String store, Map<String, String> environment) throws IOException {
        String application = World.application(store, 1_000_000, BUSY, "");
        try (World world = World.apart(folder.resolve("starts-" + store), 8, 90_000, 100_000, application)) {
            List<Double> plain = new ArrayList<>();
            List<Double> fast = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                plain.add(readySeconds(world.withFlags(Program.NO_ARCHIVE), environment));
                fast.add(readySeconds(world.withFlags(), environment));
            }
            return new Starts(median(plain), median(fast));
        }
    }

    private static double readySeconds(World world, Map<String, String> environment) throws IOException {
        Started started = start(world, environment);
        started.program().stop();
        return started.readySeconds();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private record Throughput(double pollsPerSecond, double cpuMicros, double rssMib, double ready) {}

    private Throughput throughput(String store, Map<String, String> environment) throws IOException {
        Path place = folder.resolve("throughput-" + store);
        String application = World.application(store, 1_000_000, BUSY, "");
        try (World world = World.apart(place, WATCHES, 90_000, 100_000, application)) {
            Started first = start(world, environment);
            pass(WARM_UP);
            long calls = world.calls();
            Duration cpu = first.program().cpu();
            long from = System.nanoTime();
            pass(WINDOW);
            double seconds = (System.nanoTime() - from) / 1e9;
            double polls = world.calls() - calls;
            double cpuMicros = first.program().cpu().minus(cpu).toNanos() / 1e3 / polls;
            double rss = first.program().rssMib();
            first.program().stop();
            return new Throughput(polls / seconds, cpuMicros, rss, readySeconds(world, environment));
        }
    }

    private record Latency(double p50, double p99) {}

    /** A steady stream of endings, as in use: not a thundering herd. */
    private Latency latency(String store, Map<String, String> environment) throws IOException {
        int watches = 2_000;
        String application = World.application(store, 1_000_000, BUSY, "");
        try (World world = World.apart(folder.resolve("latency-" + store), watches, 10, 60, application)) {
            Started started = start(world, environment);
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> world.accepted() >= watches);
            double[] sorted = Arrays.stream(world.verdictLags()).sorted().toArray();
            started.program().stop();
            return new Latency(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]);
        }
    }

    private record Started(Program program, double readySeconds) {}

    private static Started start(World world, Map<String, String> environment) throws IOException {
        int port = World.freePort();
        long from = System.nanoTime();
        Program program = world.daemonOn(port, environment);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .build();
        await().atMost(World.PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            assertThat(program.alive()).as(program.text()).isTrue();
            try {
                return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false; // not listening yet
            }
        });
        return new Started(program, (System.nanoTime() - from) / 1e9);
    }

    private static void pass(Duration span) {
        long end = System.nanoTime() + span.toNanos();
        await().atMost(span.plusSeconds(5)).pollInterval(Duration.ofMillis(100)).until(() -> System.nanoTime() >= end);
    }

    /** The machine, for the report's head. */
    private static String machine() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(l -> l.startsWith("model name"))
                    .findFirst()
                    .map(l -> l.substring(l.indexOf(':') + 2))
                    .orElse("unknown");
        }
    }
}
