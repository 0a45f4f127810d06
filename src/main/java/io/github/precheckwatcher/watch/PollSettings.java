package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one watch is polled.
 *
 * @param policy which policy decides the gaps
 * @param interval the fixed gap, and backoff's first; > 0
 * @param minGap backoff never waits less; > 0
 * @param maxGap backoff never waits longer; >= minGap
 * @param maxConsecutiveErrors more errors in a row than this abandon the watch; >= 0
 */
public record PollSettings(
        PollPolicyKind policy, Duration interval, Duration minGap, Duration maxGap, int maxConsecutiveErrors) {
    public PollSettings {
        requireNonNull(policy, "policy");
        requirePositive(interval, "interval");
        requirePositive(minGap, "min-gap");
        requirePositive(maxGap, "max-gap");
        if (maxGap.compareTo(minGap) < 0) {
            throw new IllegalArgumentException("max-gap is below min-gap");
        }
        if (maxConsecutiveErrors < 0) {
            throw new IllegalArgumentException("max-consecutive-errors is below 0");
        }
    }

    private static void requirePositive(Duration d, String name) {
        if (requireNonNull(d, name).isNegative() || d.isZero()) {
            throw new IllegalArgumentException(name + " is not above 0");
        }
    }
}
