package io.github.precheckwatcher.watch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live means: the tick runs. A cloud, an account or a notifier that is down does not count. */
@Liveness
@ApplicationScoped
public class TickLiveness implements HealthCheck {
    private static final Duration TOO_LONG = Duration.ofSeconds(30);

    private final PollPass pass;
    private final Clock clock;

    public TickLiveness(PollPass pass, Clock clock) {
        this.pass = pass;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = Duration.between(pass.lastTick(), clock.instant());
        return HealthCheckResponse.named("scheduler tick")
                .status(since.compareTo(TOO_LONG) < 0)
                .withData("secondsSinceLastTick", since.toSeconds())
                .build();
    }
}
