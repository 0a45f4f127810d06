package io.github.precheckwatcher.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Says whether the newest reading of the files was good. They are read at start alone, and a daemon that runs read them. */
@Startup
@Singleton
public final class ReloadMetric {
    public ReloadMetric(MeterRegistry registry, CurrentConfig config, Clock clock) {
        double readAt = clock.millis() / 1000.0;
        Gauge.builder("precheck.config.last.reload.successful", config, loaded -> 1)
                .description("1: the configuration files were read without a mistake")
                .strongReference(true)
                .register(registry);
        Gauge.builder("precheck.config.last.reload.success.timestamp", config, loaded -> readAt)
                .description("When the configuration files were last read without a mistake, in Unix seconds")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }
}
