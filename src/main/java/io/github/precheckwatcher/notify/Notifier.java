package io.github.precheckwatcher.notify;

import io.smallrye.mutiny.Uni;

/** Port: one configured destination. */
public interface Notifier {
    /** The name under {@code watcher.notifiers}. */
    String name();

    /**
     * Makes one attempt, bounded by the notifier's timeout. Never fails for what the receiver does (that is in the
     * result) and never blocks the caller.
     */
    Uni<AttemptResult> send(Delivery delivery);
}
