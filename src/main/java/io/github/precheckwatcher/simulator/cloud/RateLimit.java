package io.github.precheckwatcher.simulator.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.simulator.script.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The gateway's limit on an account's calls.
 *
 * @param callsPerSecond > 0; as many may come at once
 * @param status the status of the refusal: the vendor documents 400 and sends 429 too
 * @param retryAfter sent as {@code x-acs-retry-after}
 */
public record RateLimit(double callsPerSecond, int status, Optional<Duration> retryAfter) {
    public RateLimit {
        if (!(callsPerSecond > 0)) {
            throw new IllegalArgumentException("a rate is above 0");
        }
        requireNonNull(retryAfter, "retryAfter");
    }

    /** That rate; refusals are 429 without a suggested wait. */
    public static RateLimit of(double callsPerSecond) {
        return new RateLimit(callsPerSecond, 429, Optional.empty());
    }

    Answer.Refused refusal() {
        return new Answer.Refused(
                status, "Throttling.User", "Request was denied due to user flow control.", retryAfter);
    }

    /** The tokens left under a limit. Not thread safe. */
    static final class Bucket {
        private final RateLimit limit;
        private double tokens;
        private Instant at;

        Bucket(RateLimit limit, Instant now) {
            this.limit = limit;
            this.tokens = size();
            this.at = now;
        }

        boolean take(Instant now) {
            Duration passed = Duration.between(at, now);
            if (!passed.isNegative()) {
                tokens = Math.min(size(), tokens + limit.callsPerSecond * passed.toNanos() / 1e9);
                at = now;
            }
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }

        private double size() {
            return Math.max(1, limit.callsPerSecond);
        }
    }
}
