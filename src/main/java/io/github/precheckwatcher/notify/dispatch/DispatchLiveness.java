package io.github.precheckwatcher.notify.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live means: the dispatcher looks for what is due, and a notifier at least can be worked for. A receiver that is down or
 * a store that answers with errors does not count, nor does one notifier that fails beside others; while the daemon is
 * still starting, it lives.
 */
@Liveness
@ApplicationScoped
public class DispatchLiveness implements HealthCheck {
    /** Above what a tick or a turn may wait for a database that does not answer at all. */
    private static final Duration TOO_LONG = Duration.ofSeconds(90);

    private final Dispatcher dispatcher;
    private final Clock clock;

    public DispatchLiveness(Dispatcher dispatcher, Clock clock) {
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        Instant now = clock.instant();
        Map<String, Instant> stuck = dispatcher.stuck();
        long unable =
                stuck.values().stream().filter(since -> tooLong(since, now)).count();
        boolean live = !dispatcher.isOpen() || !tooLong(dispatcher.lastTick(), now) && unable < dispatcher.size();
        return HealthCheckResponse.named("dispatch")
                .status(live)
                .withData(
                        "secondsSinceLastTick",
                        Duration.between(dispatcher.lastTick(), now).toSeconds())
                .withData("notifiers", dispatcher.size())
                .withData("notifiersStuck", unable)
                .build();
    }

    private static boolean tooLong(Instant since, Instant now) {
        return Duration.between(since, now).compareTo(TOO_LONG) >= 0;
    }
}
