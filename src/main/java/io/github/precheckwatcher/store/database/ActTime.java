package io.github.precheckwatcher.store.database;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of an act that may have to wait for its turn: when it was asked for, and what has gone by since in whole
 * seconds. So a claim that waited for a lock does not begin with its lease half over, or over.
 */
public final class ActTime {
    private final Instant asked;
    private final LongSupplier nanos;
    private final long began;

    /**
     * Begins now.
     *
     * @param asked what the clock says now
     * @param nanos what {@link System#nanoTime} gives
     */
    public ActTime(Instant asked, LongSupplier nanos) {
        this.asked = asked;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** When it was asked for. */
    public Instant asked() {
        return asked;
    }

    /** The time now. */
    public Instant now() {
        return asked.plusSeconds(Duration.ofNanos(nanos.getAsLong() - began).toSeconds());
    }
}
