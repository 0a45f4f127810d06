package io.github.precheckwatcher.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.LogLines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ServerClockTest {
    private static final Instant NOW = Instant.parse("2024-01-02T03:04:05Z");

    private final ServerClock clock = new ServerClock("overseas", Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_skew_is_logged_in_keys_and_values_with_a_duration_that_people_read() {
        try (LogLines log = LogLines.of(ServerClock.class)) {
            clock.correct(NOW.minusSeconds(192));
            clock.correct(NOW.plusSeconds(3_792));

            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.matches("WARN clock account=overseas skew=\\S+ remedy=\"[^\"]+\""));
            assertThat(log.lines().get(0)).contains(" skew=3m12s ");
            assertThat(log.lines().get(1)).contains(" skew=-1h3m12s ");
        }
        assertThat(clock.now()).isEqualTo(NOW.plusSeconds(3_792));
    }

    @Test
    void a_clock_that_is_right_again_needs_no_remedy() {
        clock.correct(NOW.minusSeconds(7_200));
        try (LogLines log = LogLines.of(ServerClock.class)) {
            clock.correct(NOW);

            assertThat(log.lines()).containsExactly("INFO clock account=overseas skew=0s");
        }
    }

    @Test
    void a_change_of_seconds_is_not_worth_a_line() {
        try (LogLines log = LogLines.of(ServerClock.class)) {
            clock.correct(NOW.plusSeconds(20));

            assertThat(log.lines()).isEmpty();
        }
    }
}
