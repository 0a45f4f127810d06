package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long an alert fires and how often it is sent, all > 0.
 *
 * @param resendInterval how often it is sent again
 * @param expiresAfter {@code endsAt} lies so far ahead of each sending; longer than {@code resendInterval}
 * @param resolvedFor how long a resolved one is sent again
 * @param maxAge how old a firing one may grow before it is resolved
 */
public record AlertTimes(Duration resendInterval, Duration expiresAfter, Duration resolvedFor, Duration maxAge) {
    public static final AlertTimes DEFAULT =
            new AlertTimes(Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofMinutes(5), Duration.ofDays(7));

    public AlertTimes {
        requireNonNull(resendInterval, "resendInterval");
        requireNonNull(expiresAfter, "expiresAfter");
        requireNonNull(resolvedFor, "resolvedFor");
        requireNonNull(maxAge, "maxAge");
    }
}
