package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.simulator.script.GeneratedPrechecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The host's clock is two hours ahead or behind, at the start or from somewhere in mid-run on: every watch gets the
 * verdict that it gets by a right clock, and as soon.
 */
class ClockIT {
    private static final int WATCHES = 20;
    private static final int LONGEST_SECONDS = 8;
    private static final String POLLING = "{ policy: fixed, interval: 1s, deadline: 30m }";
    private static final Pattern VERDICT = Pattern.compile(" verdict watch=\\S+ outcome=(\\w+) .* task=(\\S+)");

    /** All of them in the heavy profile alone. */
    private static final boolean ALL = Boolean.getBoolean("watcher.all-clocks");

    /** Far below the two hours that a clock which is set may cost, and above what a busy machine does. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    static Stream<Arguments> clocks() {
        List<String> settings = List.of("+0", "+2h", "-2h");
        return settings.stream()
                .flatMap(start ->
                        settings.stream().filter(mid -> !mid.equals(start)).map(mid -> List.of(start, mid)))
                .filter(run -> ALL || run.equals(List.of("+2h", "+0")) || run.equals(List.of("+0", "-2h")))
                .map(run -> Arguments.of(run.get(0), run.get(1)));
    }

    static Stream<Arguments> clocksOfOneNode() {
        return ALL ? clocks() : Stream.of(Arguments.of("-2h", "+2h"));
    }

    @ParameterizedTest(name = "started at {0}, then {1}")
    @MethodSource("clocks")
    void a_host_whose_clock_is_set_gives_the_same_verdicts_on_h2(String start, String mid) {
        FakeTime clock = FakeTime.in(folder);
        try (World world = World.of(folder, WATCHES, LONGEST_SECONDS, World.application("h2", 100, POLLING, ""))) {
            clock.set(start);
            Program daemon = world.daemon(clock.environment());
            daemon.await(" verdict watch=", SOON);
            clock.set(mid);

            assertTheUsualVerdicts(daemon);
            daemon.await("WARN +clock skew=-?(7|14)(199|200|399|400)", SOON);
            assertThat(daemon.stop()).isEqualTo(143);
        }
    }

    @ParameterizedTest(name = "started at {0}, then {1}")
    @MethodSource("clocksOfOneNode")
    void one_of_two_nodes_whose_clock_is_set_gives_the_same_verdicts_on_postgresql(String start, String mid) {
        FakeTime clock = FakeTime.in(folder);
        String application = World.application("postgresql", 100, POLLING, "");
        try (World world = World.of(folder, WATCHES, LONGEST_SECONDS, application)) {
            Map<String, String> environment = new HashMap<>(Postgres.database());
            Program right = world.daemon(environment);
            right.await(" ready ", SOON);
            environment.putAll(clock.environment());
            clock.set(start);
            Program wrong = world.daemon(environment);
            wrong.await(" ready ", SOON);
            clock.set(mid);

            assertTheUsualVerdicts(right, wrong);
            wrong.await("WARN +clock skew=-?7(199|200)", SOON);
            assertThat(right.count(" clock "))
                    .as("the other node's clock is right")
                    .isZero();
            assertThat(right.stop()).isEqualTo(143);
            assertThat(wrong.stop()).isEqualTo(143);
        }
    }

    private static void assertTheUsualVerdicts(Program... daemons) {
        Map<String, Outcome> usual =
                new TreeMap<>(GeneratedPrechecks.of(WATCHES).outcomes());
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> verdicts(daemons).size() >= usual.size()
                        || Stream.of(daemons).anyMatch(daemon -> !daemon.alive()));
        assertThat(verdicts(daemons)).isEqualTo(usual);
    }

    /** By task id, as the log says. */
    private static Map<String, Outcome> verdicts(Program... daemons) {
        Map<String, Outcome> verdicts = new TreeMap<>();
        for (Program daemon : daemons) {
            VERDICT.matcher(daemon.text()).results().forEach(line -> {
                Outcome outcome = Outcome.valueOf(line.group(1));
                assertThat(verdicts.merge(line.group(2), outcome, (first, second) -> second))
                        .as("one verdict each")
                        .isEqualTo(outcome);
            });
        }
        return verdicts;
    }
}
