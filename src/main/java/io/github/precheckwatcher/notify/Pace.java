package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How fast a notifier may be told.
 *
 * @param limits all of which hold; none: as fast as it takes them
 * @param rateLimitPause how long a limit code of the platform without a time pauses the notifier, > 0; other answers
 *     without a time do so from a second up to that
 * @param digest when messages are folded; empty: never
 */
public record Pace(List<Limit> limits, Duration rateLimitPause, Optional<DigestSettings> digest) {
    /** As fast as the receiver takes them, each message alone. */
    public static final Pace UNLIMITED = new Pace(List.of(), Duration.ofMinutes(1), Optional.empty());

    /** A chat robot's: what has waited for a minute is folded. */
    public static Pace ofRobot(Duration rateLimitPause, Limit... limits) {
        DigestSettings folded = new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty());
        return new Pace(List.of(limits), rateLimitPause, Optional.of(folded));
    }

    public Pace {
        limits = List.copyOf(limits);
        requireNonNull(rateLimitPause, "rateLimitPause");
        requireNonNull(digest, "digest");
    }
}
