package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.OutOfMemory;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
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
    private final Duration timeout;

    /** @param timeout that the notifier keeps to, > 0 */
    BoundedSending(Notifier notifier, Duration timeout) {
        this.notifier = requireNonNull(notifier, "notifier");
        this.timeout = requireNonNull(timeout, "timeout");
    }

    /**
     * Begins an attempt.
     *
     * @param ended hears the result once, on any thread, unless the attempt is cancelled
     */
    Cancellable begin(Delivery delivery, Consumer<AttemptResult> ended) {
        return Uni.createFrom()
                .deferred(() -> notifier.send(delivery))
                .ifNoItem()
                .after(timeout.plus(GRACE))
                .recoverWithItem(() -> new AttemptResult.Failed(Optional.empty(), "no result in time"))
                .onFailure()
                .recoverWithItem(this::broke)
                .subscribe()
                .with(ended);
    }

    /** The result of an attempt that threw; the fault's own words may hold a secret. */
    AttemptResult broke(Throwable fault) {
        OutOfMemory.endIf(fault);
        if (FaultLog.isFatal(fault)) {
            // thrown on here it would be dropped, and the attempt would never end
            LOG.errorf(fault, "delivery notifier=%s: the virtual machine failed", notifier.name());
        } else {
            LOG.debugf(fault, "delivery notifier=%s broke", notifier.name());
        }
        return AttemptResult.broke(fault);
    }
}
