package io.github.precheckwatcher.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadMetricTest {
    @Test
    void a_daemon_that_runs_has_read_its_files_well(@TempDir Path folder) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        new ReloadMetric(registry, new ConfigFolderBuilder(folder).load());

        assertThat(registry.get("precheck.config.reload.success").gauge().value())
                .isEqualTo(1);
    }
}
