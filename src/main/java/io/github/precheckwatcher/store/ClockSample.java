package io.github.precheckwatcher.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * By how much our clock has to be corrected to show another's time, as one question and its answer show: the other clock
 * was read at some moment between the two, so a slow answer says little and nothing wrong.
 *
 * @param least the least correction; below zero: ours is ahead
 * @param most the greatest one, not below {@code least}
 */
record ClockSample(Duration least, Duration most) {
    ClockSample {
        requireNonNull(least, "least");
        requireNonNull(most, "most");
        if (most.compareTo(least) < 0) {
            throw new IllegalArgumentException("the greatest correction is below the least");
        }
    }

    /**
     * What one answer shows.
     *
     * @param asked our time before the question
     * @param theirs the time in the answer
     * @param answered our time when the answer was there, not before {@code asked}
     */
    static ClockSample of(Instant asked, Instant theirs, Instant answered) {
        return new ClockSample(Duration.between(answered, theirs), Duration.between(asked, theirs));
    }

    /** What all of these agree on; empty: they contradict each other. */
    static Optional<ClockSample> agreed(List<ClockSample> samples) {
        Duration least = samples.stream()
                .map(ClockSample::least)
                .max(Duration::compareTo)
                .orElseThrow();
        Duration most =
                samples.stream().map(ClockSample::most).min(Duration::compareTo).orElseThrow();
        return least.compareTo(most) <= 0 ? Optional.of(new ClockSample(least, most)) : Optional.empty();
    }

    /** The correction that is surely needed: zero when ours may be right, or else the smallest of those possible. */
    Duration needed() {
        if (!least.isNegative() && !least.isZero()) {
            return least;
        }
        return most.isNegative() ? most : Duration.ZERO;
    }

    Duration middle() {
        return least.plus(width().dividedBy(2));
    }

    /** How unsure it is. */
    Duration width() {
        return most.minus(least);
    }
}
