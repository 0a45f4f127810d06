package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * At most so many messages in any span of that length, over restarts and nodes.
 *
 * @param messages > 0
 * @param span > 0
 */
public record RateLimit(int messages, Duration span) {
    public RateLimit {
        requireNonNull(span, "span");
        if (messages <= 0 || span.isZero() || span.isNegative()) {
            throw new IllegalArgumentException("a limit is written N/T, both above zero, as 15/1m");
        }
    }
}
