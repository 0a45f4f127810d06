package io.github.precheckwatcher.store;

import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.watch.EngineSettings;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the store takes writes. What fails for less than a lease is over before anybody misses anything, so only a
 * store that has failed for longer counts. Asks the database nothing itself: {@link WriteCheck} and the work do.
 */
@Readiness
@Singleton
public final class StoreReadiness implements HealthCheck {
    private final WriteCheck check;
    private final StoreOutage outage;
    private final Supplier<EngineSettings> settings;

    public StoreReadiness(WriteCheck check, StoreOutage outage, Supplier<EngineSettings> settings) {
        this.check = check;
        this.outage = outage;
        this.settings = settings;
    }

    /** The management port is open to all: the reason stands in the log, not here. */
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store")
                .status(check.passed() && !outage.failsFor(settings.get().lease()))
                .build();
    }
}
