package io.github.precheckwatcher.watch;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live means: the tick runs, its passes come to an end and can work for an account at least, and what polls say is
 * recorded. A store that answers with errors, a cloud, an account or a
 * notifier that is down does not count; while the daemon is still starting, it lives.
 */
@Liveness
@ApplicationScoped
public class TickLiveness implements HealthCheck {
    /** Above what a step may wait for a database that does not answer at all. */
    private static final Duration TOO_LONG = Duration.ofSeconds(60);

    private final PollPass pass;
    private final Engine engine;
    private final Clock clock;

    public TickLiveness(PollPass pass, Engine engine, @Identifier("monotonic") Clock clock) {
        this.pass = pass;
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = Duration.between(pass.lastStep(), clock.instant());
        boolean live = !pass.isOpen() || since.compareTo(TOO_LONG) < 0 && engine.records();
        return HealthCheckResponse.named("poll pass")
                .status(live)
                .withData("secondsSinceLastStep", since.toSeconds())
                .withData("records", engine.records())
                .build();
    }
}
