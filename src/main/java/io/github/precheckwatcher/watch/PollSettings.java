package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one watch is polled.
 *
 * @param policy which policy decides the gaps
 * @param interval the fixed gap, and backoff's first; > 0
 * @param minInterval backoff never waits less; > 0
 * @param maxInterval backoff never waits longer; >= minInterval
 * @param maxConsecutiveErrors more errors in a row than this abandon the watch; >= 0
 */
public record PollSettings(
        PollPolicyKind policy,
        Duration interval,
        Duration minInterval,
        Duration maxInterval,
        int maxConsecutiveErrors) {
    public PollSettings {
        requireNonNull(policy, "policy");
        requirePositive(interval, "interval");
        requirePositive(minInterval, "min-interval");
        requirePositive(maxInterval, "max-interval");
        if (maxInterval.compareTo(minInterval) < 0) {
            throw new IllegalArgumentException("max-interval is below min-interval");
        }
        if (maxConsecutiveErrors < 0) {
            throw new IllegalArgumentException("max-consecutive-errors is below 0");
        }
    }

    /** Longer than this no poll of the watch waits for the next, whatever the policy. */
    public Duration longestGap() {
        return interval.compareTo(maxInterval) > 0 ? interval : maxInterval;
    }

    private static void requirePositive(Duration d, String name) {
        if (requireNonNull(d, name).isNegative() || d.isZero()) {
            throw new IllegalArgumentException(name + " is not above 0");
        }
    }
}
