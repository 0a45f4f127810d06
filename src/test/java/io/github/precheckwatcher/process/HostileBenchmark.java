package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.dispatch.Hostile;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a hostile receiver costs the notifiers beside it, in the packaged daemon: {@code mvn -Pbenchmark
 * -Dit.test=HostileBenchmark verify}, {@code -Dhostile=HANGS,RESETS} for some of them, {@code -Drounds=1} for one run
 * each. Measures and prints; asserts
 * nothing about time. Simulator with its sink and daemon in processes of their own, the hostile receiver in this one.
 */
class HostileBenchmark {
    private static final int VERDICTS = 2_000;
    private static final int SHORTEST_SECONDS = 12;
    private static final int LONGEST_SECONDS = 40;

    /** The first verdicts are left out: they warm the daemon up. */
    private static final double WARM_UP = 0.3;

    /** A run has few verdicts beyond its p99, and one pause of the machine is enough for all of them. */
    private static final int ROUNDS = Integer.getInteger("rounds", 3);

    private static final String POLLING = "{ policy: fixed, interval: 2s, deadline: 1h }";

    @TempDir
    Path folder;

    private final List<Run> alone = new ArrayList<>();
    private final Map<Hostile, List<Run>> beside = new EnumMap<>(Hostile.class);

    /**
     * One daemon's life.
     *
     * @param lags in ms
     * @param cpu that the daemon used, its start included
     */
    private record Run(double[] lags, Duration cpu) {
        double p99() {
            return percentile(lags, 99);
        }
    }

    @Test
    void measures_a_notifier_beside_each_hostile_receiver() throws IOException {
        Hostile.Place place = new Hostile.Place(
                new FakeClock(Instant.parse("2026-11-24T08:00:00Z")),
                Certificates.in(folder),
                Duration.ofSeconds(10),
                new AtomicLong());
        List<Hostile> cases = cases();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < cases.size(); i++) {
                // between them, so that what the machine does strikes both
                if (i % 4 == 0) {
                    alone.add(run("alone-" + alone.size(), ""));
                }
                beside(cases.get(i), round, place);
            }
        }
        alone.add(run("alone-" + alone.size(), ""));

        List<String> report = new ArrayList<>();
        report.add("%d verdicts a run, of which the last %.0f %% count".formatted(VERDICTS, 100 * (1 - WARM_UP)));
        report.add("");
        report.add("| receiver | p50, ms | p99, ms | p99 to that alone | daemon's CPU, s | p99 of each run, ms |");
        report.add("|---|---|---|---|---|---|");
        report.add(row("none", alone, each(alone)));
        cases.forEach(hostile -> report.add(row(
                hostile.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                beside.get(hostile),
                each(beside.get(hostile)))));
        report.add(row(
                "all of them", beside.values().stream().flatMap(List::stream).toList(), ""));
        Path out = Path.of("target/benchmarks/hostile.md");
        Files.createDirectories(out.getParent());
        Files.write(out, report);
        report.forEach(System.err::println);
    }

    private void beside(Hostile hostile, int round, Hostile.Place place) throws IOException {
        try (Receiver receiver = hostile.open(place)) {
            Run run = run(hostile.name() + "-" + round, "    hostile: " + hostile.yaml(receiver, place));
            beside.computeIfAbsent(hostile, first -> new ArrayList<>()).add(run);
            assertThat(receiver.connections()).as("connections to %s", hostile).isPositive();
        }
    }

    private static List<Hostile> cases() {
        return Stream.of(Hostile.values())
                .filter(each -> Stream.of(System.getProperty("hostile", "").split(","))
                        .anyMatch(name -> name.isEmpty() || name.equals(each.name())))
                .toList();
    }

    /** One daemon from its start until all verdicts are delivered, each to the sink and to what {@code more} names. */
    private Run run(String name, String more) throws IOException {
        String application = World.application("h2", 1_000_000, POLLING, more);
        try (World world =
                World.apart(folder.resolve(name), VERDICTS, SHORTEST_SECONDS, LONGEST_SECONDS, application)) {
            Program daemon = world.daemon(Map.of());
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> world.accepted() >= VERDICTS || !daemon.alive());
            assertThat(daemon.alive()).as(daemon.text()).isTrue();
            double[] lags = world.verdictLags();
            Duration cpu = daemon.cpu();
            daemon.kill();
            return new Run(Arrays.copyOfRange(lags, (int) (lags.length * WARM_UP), lags.length), cpu);
        }
    }

    private String row(String name, List<Run> runs, String each) {
        double[] lags = together(runs);
        double p99 = percentile(lags, 99);
        return format(
                "| %s | %.0f | %.0f | %.2f | %.1f | %s |",
                name,
                percentile(lags, 50),
                p99,
                p99 / percentile(together(alone), 99),
                runs.stream().mapToLong(run -> run.cpu().toMillis()).average().orElseThrow() / 1e3,
                each);
    }

    private static String each(List<Run> runs) {
        return runs.stream().map(run -> format("%.0f", run.p99())).collect(Collectors.joining(", "));
    }

    private static double[] together(List<Run> runs) {
        return runs.stream().flatMapToDouble(run -> Arrays.stream(run.lags())).toArray();
    }

    private static double percentile(double[] lags, int percent) {
        return Arrays.stream(lags)
                .sorted()
                .skip((long) lags.length * percent / 100)
                .findFirst()
                .orElseThrow();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
