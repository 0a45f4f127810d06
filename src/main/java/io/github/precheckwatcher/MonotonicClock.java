package io.github.precheckwatcher;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Begins at a given time and then runs on evenly, whatever happens to the wall clock. Does not count the time that the
 * machine sleeps, as {@link System#nanoTime} does not on Linux. Thread safe.
 */
final class MonotonicClock extends Clock {
    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;

    /**
     * Begins now.
     *
     * @param nanos what {@link System#nanoTime} gives
     */
    MonotonicClock(Instant start, LongSupplier nanos) {
        this.start = requireNonNull(start, "start");
        this.nanos = requireNonNull(nanos, "nanos");
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the zone of a reader is the message's business");
    }
}
