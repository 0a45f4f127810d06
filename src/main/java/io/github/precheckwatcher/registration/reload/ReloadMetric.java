package io.github.precheckwatcher.registration.reload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Says whether the newest reading of the files was good, and when a good one was last; the start's was. Thread safe. */
@Startup
@Singleton
public final class ReloadMetric {
    private final Clock clock;
    private volatile boolean successful = true;
    private volatile Instant lastSuccess;

    public ReloadMetric(MeterRegistry registry, @Identifier("host") Clock clock) {
        this.clock = clock;
        this.lastSuccess = clock.instant();
        Gauge.builder("precheck.config.last.reload.successful", this, metric -> metric.successful ? 1 : 0)
                .description("1: the configuration files were read without a mistake")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "precheck.config.last.reload.success.timestamp",
                        this,
                        metric -> metric.lastSuccess.toEpochMilli() / 1000.0)
                .description("When the configuration files were last read without a mistake, in Unix seconds")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    void applied() {
        lastSuccess = clock.instant();
        successful = true;
    }

    void refused() {
        successful = false;
    }

    /** Whether the files were good when they were last read. */
    public boolean successful() {
        return successful;
    }

    /** When files without a mistake were last read, by the host's clock. */
    public Instant lastSuccess() {
        return lastSuccess;
    }
}
