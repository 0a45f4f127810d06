package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How fast a notifier may be called.
 *
 * @param limits all of which hold; none: as fast as it takes them
 * @param rateLimitPause how long a limit code of the platform without a time pauses the notifier, > 0; other answers
 *     without a time do so from a second up to that
 * @param digest when messages are grouped; empty: never
 */
public record RateLimits(List<RateLimit> limits, Duration rateLimitPause, Optional<DigestSettings> digest) {
    /** As fast as the receiver takes them, each message alone. */
    public static final RateLimits UNLIMITED = new RateLimits(List.of(), Duration.ofMinutes(1), Optional.empty());

    /** A chat robot's: what has waited for a minute is grouped. */
    public static RateLimits ofRobot(Duration rateLimitPause, RateLimit... limits) {
        DigestSettings folded = new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty());
        return new RateLimits(List.of(limits), rateLimitPause, Optional.of(folded));
    }

    public RateLimits {
        limits = List.copyOf(limits);
        requireNonNull(rateLimitPause, "rateLimitPause");
        requireNonNull(digest, "digest");
    }
}
