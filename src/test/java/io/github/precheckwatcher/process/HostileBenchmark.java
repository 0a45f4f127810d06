package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.HandClock;
import io.github.precheckwatcher.notify.Hostile;
import io.github.precheckwatcher.notify.webhook.Certificates;
import io.github.precheckwatcher.notify.webhook.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
 * -Dit.test=HostileBenchmark verify}, and {@code -Dhostile=HANGS,RESETS} for some of them. Measures and prints; asserts
 * nothing about time. Simulator with its sink and daemon in processes of their own, the hostile receiver in this one.
 */
class HostileBenchmark {
    private static final int VERDICTS = 2_000;
    private static final int SHORTEST_SECONDS = 12;
    private static final int LONGEST_SECONDS = 40;

    /** The first verdicts are left out: they warm the daemon up. */
    private static final double WARM_UP = 0.2;

    private static final String POLLING = "{ policy: fixed, interval: 2s, deadline: 1h }";

    @TempDir
    Path folder;

    private final List<double[]> alone = new ArrayList<>();

    @Test
    void measures_a_notifier_beside_each_hostile_receiver() throws IOException {
        Hostile.Place place = new Hostile.Place(
                new HandClock(Instant.parse("2026-11-24T08:00:00Z")),
                Certificates.in(folder),
                Duration.ofSeconds(10),
                new AtomicLong());
        List<Hostile> cases = cases();
        List<double[]> beside = new ArrayList<>();
        for (Hostile hostile : cases) {
            // between them, so that what the machine does strikes both
            if (beside.size() % 4 == 0) {
                alone.add(lags("alone-" + alone.size(), ""));
            }
            try (Receiver receiver = hostile.open(place)) {
                beside.add(lags(hostile.name(), "    hostile: " + hostile.yaml(receiver, place)));
                assertThat(receiver.connections())
                        .as("connections to %s", hostile)
                        .isPositive();
            }
        }
        alone.add(lags("alone-" + alone.size(), ""));

        double[] all = alone.stream().flatMapToDouble(Arrays::stream).toArray();
        List<String> report = new ArrayList<>();
        report.add("%d verdicts a run; alone, %d runs between the others: p50 %.0f ms, p99 %.0f ms (each run: %s)"
                .formatted(
                        VERDICTS,
                        alone.size(),
                        percentile(all, 50),
                        percentile(all, 99),
                        alone.stream()
                                .map(run -> format("%.0f", percentile(run, 99)))
                                .collect(Collectors.joining(", "))));
        report.add("");
        report.add("| receiver | p50 beside it, ms | p99 beside it, ms | p99 beside it to alone |");
        report.add("|---|---|---|---|");
        for (int i = 0; i < cases.size(); i++) {
            report.add(row(cases.get(i).name().toLowerCase(Locale.ROOT).replace('_', ' '), all, beside.get(i)));
        }
        report.add(row(
                "all of them",
                all,
                beside.stream().flatMapToDouble(Arrays::stream).toArray()));
        Path out = Path.of("target/benchmarks/hostile.md");
        Files.createDirectories(out.getParent());
        Files.write(out, report);
        report.forEach(System.err::println);
    }

    private static List<Hostile> cases() {
        return Stream.of(Hostile.values())
                .filter(each -> Stream.of(System.getProperty("hostile", "").split(","))
                        .anyMatch(name -> name.isEmpty() || name.equals(each.name())))
                .toList();
    }

    /** One daemon from its start until all verdicts are told, each to the sink and to what {@code more} names. */
    private double[] lags(String run, String more) throws IOException {
        String application = World.application("h2", 1_000_000, POLLING, more);
        try (World world = World.of(
                folder.resolve(run), VERDICTS, LONGEST_SECONDS, application, "--shortest=" + SHORTEST_SECONDS)) {
            Program daemon = world.daemon(Map.of());
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> world.accepted() >= VERDICTS || !daemon.alive());
            assertThat(daemon.alive()).as(daemon.text()).isTrue();
            double[] lags = world.verdictLags();
            daemon.kill();
            return Arrays.copyOfRange(lags, (int) (lags.length * WARM_UP), lags.length);
        }
    }

    private static String row(String name, double[] alone, double[] beside) {
        double p99 = percentile(beside, 99);
        return format("| %s | %.0f | %.0f | %.2f |", name, percentile(beside, 50), p99, p99 / percentile(alone, 99));
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
