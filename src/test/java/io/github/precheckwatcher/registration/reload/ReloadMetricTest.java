package io.github.precheckwatcher.registration.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReloadMetricTest {
    private static final Instant START = Instant.ofEpochMilli(1_795_508_130_250L);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeClock clock = new FakeClock(START);
    private final ReloadMetric metric = new ReloadMetric(registry, clock);

    @Test
    void a_daemon_that_runs_has_read_its_files_without_a_mistake() {
        assertThat(value("successful")).isEqualTo(1);
        assertThat(value("success.timestamp")).isEqualTo(1_795_508_130.250);
    }

    @Test
    void a_refusal_is_shown_until_files_without_a_mistake_are_read() {
        clock.advance(Duration.ofMinutes(1));
        metric.refused();

        assertThat(value("successful")).isZero();
        assertThat(value("success.timestamp")).isEqualTo(1_795_508_130.250);

        clock.advance(Duration.ofMinutes(1));
        metric.applied();

        assertThat(value("successful")).isEqualTo(1);
        assertThat(value("success.timestamp")).isEqualTo(1_795_508_250.250);
    }

    private double value(String name) {
        return registry.get("precheck.config.last.reload." + name).gauge().value();
    }
}
