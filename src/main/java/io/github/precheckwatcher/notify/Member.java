package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One of several receivers of a notifier, as this node last found it.
 *
 * @param place its place in the notifier's {@code urls}, from 1
 * @param up whether it took what it was last sent
 * @param since since when that is so
 */
public record Member(int place, boolean up, Instant since) {
    public Member {
        requireNonNull(since, "since");
        if (place < 1) {
            throw new IllegalArgumentException("places begin at 1");
        }
    }
}
