package io.github.precheckwatcher.registration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Says whether the newest reading of the files was good. They are read at start alone, and a daemon that runs read them. */
@Startup
@Singleton
public final class ReloadMetric {
    public ReloadMetric(MeterRegistry registry, LoadedConfig config) {
        Gauge.builder("precheck.config.reload.success", config, loaded -> 1)
                .description("1: the configuration files were read without a mistake")
                .strongReference(true)
                .register(registry);
    }
}
