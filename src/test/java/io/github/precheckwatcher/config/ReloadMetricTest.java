package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadMetricTest {
    @Test
    void a_daemon_that_runs_has_read_its_files_without_a_mistake(@TempDir Path folder) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_795_508_130_250L), ZoneOffset.UTC);

        new ReloadMetric(registry, new CurrentConfig(new ConfigFolderBuilder(folder).load()), clock);

        assertThat(registry.get("precheck.config.last.reload.successful")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("precheck.config.last.reload.success.timestamp")
                        .gauge()
                        .value())
                .isEqualTo(1_795_508_130.250);
    }
}
