package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What a claim may take of a notifier's deliveries. Decided by {@link NotifierRule}, carried out by the store.
 *
 * @param row the notifier's row as of this decision
 * @param rows at most so many; 0: none now
 * @param probe whether what is taken is a probe of a notifier that is down: what was never tried goes first
 * @param overdue only what is at least that old: the last try of what is too old, while a notifier is down; empty: any
 * @param reserve the time that each taken message counts at for the limits; empty: there is no limit
 * @param messages how many of the platform's messages a body is
 */
public record Allowance(
        NotifierRow row,
        int rows,
        boolean probe,
        Optional<Instant> overdue,
        Optional<Instant> reserve,
        ToIntFunction<String> messages) {
    public Allowance {
        requireNonNull(row, "row");
        requireNonNull(overdue, "overdue");
        requireNonNull(reserve, "reserve");
        requireNonNull(messages, "messages");
    }

    /** Where each body is one message. */
    public Allowance(NotifierRow row, int rows, boolean probe, Optional<Instant> overdue, Optional<Instant> reserve) {
        this(row, rows, probe, overdue, reserve, body -> 1);
    }

    /** Whether a delivery that has just come due may be taken. */
    boolean takesNew() {
        return rows > 0 && overdue.isEmpty();
    }

    /** The notifier's row once these are taken; one whose body is not written yet counts as one message. */
    public NotifierRow taken(Collection<Delivery> deliveries, Instant now) {
        int count = deliveries.stream()
                .mapToInt(delivery -> delivery.isWritten() ? messages.applyAsInt(delivery.body()) : 1)
                .sum();
        return taken(count, now);
    }

    /** The notifier's row once so many messages are taken. */
    NotifierRow taken(int count, Instant now) {
        return NotifierRule.taken(this, count, now);
    }
}
