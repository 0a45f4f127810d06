package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What a claim may take of a notifier's deliveries. Decided by {@link NotifierCircuit}, carried out by the store.
 *
 * @param row the notifier's row as of this decision
 * @param rows at most so many; 0: none now
 * @param probe whether what is taken is a probe of a notifier that is down: what was never tried goes first
 * @param overdue only what is at least that old: the last try of what is too old, while a notifier is down; empty: any
 * @param reserve the time that each taken message counts at for the limits; empty: there is no limit
 */
public record DeliveryClaimLimit(
        NotifierRow row, int rows, boolean probe, Optional<Instant> overdue, Optional<Instant> reserve) {
    public DeliveryClaimLimit {
        requireNonNull(row, "row");
        requireNonNull(overdue, "overdue");
        requireNonNull(reserve, "reserve");
    }

    /** Whether a delivery that has just come due may be taken. */
    public boolean takesNew() {
        return rows > 0 && overdue.isEmpty();
    }

    /** The notifier's row once so many of the platform's messages are taken. */
    public NotifierRow taken(int count, Instant now) {
        return NotifierCircuit.taken(this, count, now);
    }
}
