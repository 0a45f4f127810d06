package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.precheck.ByteBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Whether a worker has reason to claim, and what it asks for. Reasons are given by any thread; {@link #claim} and
 * {@link #answered} are the worker's own.
 */
final class ClaimTrigger {
    private final boolean grouping;
    private final Clock clock;
    private final Duration lease;

    private volatile boolean due;
    /** The last claim was let take nothing new: no new delivery changes that, time or what comes of an attempt may. */
    private volatile boolean heldUp;

    /** @param grouping whether claims group what waits into digests */
    ClaimTrigger(boolean grouping, Clock clock, Duration lease) {
        this.grouping = grouping;
        this.clock = clock;
        this.lease = lease;
    }

    /** There are new deliveries: whether that is a reason to claim. */
    boolean arrived() {
        if (heldUp) {
            return false;
        }
        due = true;
        return true;
    }

    /** Time went by: there may be due deliveries, and what held the notifier up may be over. */
    void timePassed() {
        heldUp = false;
        due = true;
    }

    /** Something came of an attempt. */
    void attempted() {
        heldUp = false;
    }

    boolean isDue() {
        return due;
    }

    /** Asks for at most so many. Reasons given from now on are not answered by it. */
    Outbox.Claim claim(int free) {
        due = false;
        return new Outbox.Claim(free, grouping, clock.instant(), lease);
    }

    /** The claim failed: its reason stands. */
    void unanswered() {
        due = true;
    }

    /** The claim of {@code free} took these: as many as there are, as many as were free, or as many as there is room for. */
    void answered(Outbox.Claimed claimed, int free) {
        List<Delivery> taken = claimed.deliveries();
        heldUp = taken.isEmpty() && !claimed.takesNew();
        long bytes = taken.stream().mapToLong(each -> each.body().length()).sum();
        if (taken.size() == free || bytes >= ByteBudget.DELIVERY_BATCH / 2) {
            due = true;
        }
    }
}
