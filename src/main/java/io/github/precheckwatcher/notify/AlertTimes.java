package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How an alert is kept burning (contract.md 2), all > 0.
 *
 * @param resend how often it is sent again
 * @param endsAfter {@code endsAt} lies so far ahead of each sending; longer than {@code resend}
 * @param resolvedFor how long a resolved one is sent again
 * @param maxAge after it a burning one is resolved
 */
public record AlertTimes(Duration resend, Duration endsAfter, Duration resolvedFor, Duration maxAge) {
    public static final AlertTimes DEFAULT =
            new AlertTimes(Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofMinutes(5), Duration.ofDays(7));

    public AlertTimes {
        requireNonNull(resend, "resend");
        requireNonNull(endsAfter, "endsAfter");
        requireNonNull(resolvedFor, "resolvedFor");
        requireNonNull(maxAge, "maxAge");
    }
}
