package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * When a failed delivery is tried again (design.md 6).
 *
 * @param steps waits after the first, second, ... attempt, each > 0; the last repeats; not empty
 * @param maxAge how long after the event a delivery is given up
 * @param retryAfterMax the longest wait that a receiver may ask for
 */
public record RetrySchedule(List<Duration> steps, Duration maxAge, Duration retryAfterMax) {
    public RetrySchedule {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a retry schedule needs at least one step");
        }
        requireNonNull(maxAge, "maxAge");
        requireNonNull(retryAfterMax, "retryAfterMax");
    }
}
