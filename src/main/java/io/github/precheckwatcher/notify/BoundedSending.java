package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Makes a notifier keep its promise: an attempt ends in time, with a result, whatever the notifier does. */
final class BoundedSending {
    private static final Logger LOG = Logger.getLogger(BoundedSending.class);

    /** One that does not answer within its timeout is cut off so much later. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Notifier notifier;
    private final NotifierSettings settings;
    private final Clock clock;

    /** @param settings the notifier's own; it keeps to their timeout */
    BoundedSending(Notifier notifier, NotifierSettings settings, Clock clock) {
        this.notifier = requireNonNull(notifier, "notifier");
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Begins an attempt.
     *
     * @param ended hears the result once, on any thread, unless the attempt is cancelled
     */
    Cancellable begin(Delivery delivery, Consumer<AttemptResult> ended) {
        return send(delivery).subscribe().with(ended);
    }

    /** Makes an attempt when subscribed to; never fails. Blocks while a file with a secret of the notifier is bad. */
    Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom()
                .deferred(() -> settings.secretFault(clock.instant())
                        .map(BoundedSending::failed)
                        .orElseGet(() -> notifier.send(delivery)))
                .ifNoItem()
                .after(settings.transport().timeout().plus(GRACE))
                .recoverWithItem(() -> new AttemptResult.Failed(Optional.empty(), "no result in time"))
                .onFailure()
                .recoverWithItem(this::broke);
    }

    private static Uni<AttemptResult> failed(String why) {
        return Uni.createFrom().item(new AttemptResult.Failed(Optional.empty(), why));
    }

    /** The result of an attempt that threw; the fault's own words may hold a secret. */
    AttemptResult broke(Throwable fault) {
        LOG.debugf(fault, "delivery notifier=%s broke", notifier.name());
        return new AttemptResult.Failed(
                Optional.empty(), "the notifier broke: " + fault.getClass().getSimpleName());
    }
}
