package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one poll.
 *
 * @param result the classified answer
 * @param retryAfter the answer's {@code x-acs-retry-after}, 0 < d <= 60 s, beside whatever result; it stops the
 *     account's claims for that long
 */
public record PollResponse(PollResult result, Optional<Duration> retryAfter) {
    public PollResponse {
        requireNonNull(result, "result");
        requireNonNull(retryAfter, "retryAfter");
    }

    public static PollResponse of(PollResult result) {
        return new PollResponse(result, Optional.empty());
    }
}
