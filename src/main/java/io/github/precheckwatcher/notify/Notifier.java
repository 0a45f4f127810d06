package io.github.precheckwatcher.notify;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Port: one configured destination. Thread safe. */
public interface Notifier extends AutoCloseable {
    /** The name under {@code watcher.notifiers}. */
    String name();

    /** How many attempts may run at a time, > 0. */
    default int slots() {
        return 16;
    }

    /**
     * Makes one attempt, bounded by the notifier's timeout, when subscribed to. Never fails for what the receiver does
     * (that is in the result) and never blocks the caller. Cancelling ends the attempt where it stands.
     */
    Uni<AttemptResult> send(Delivery delivery);

    /** The notifier that sends: another one where this only stands for it. */
    default Notifier itself() {
        return this;
    }

    /** Its receivers, where it calls several and as far as it has called them, in the file's order. */
    default List<Member> members() {
        return List.of();
    }

    /** Ends what the notifier keeps open; no attempt may be made after it. */
    @Override
    default void close() {}
}
