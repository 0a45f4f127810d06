package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A delivery that was never claimed and may be grouped into a digest.
 *
 * @param id the delivery's id
 * @param group only deliveries of one group are grouped together
 * @param dueAt since when it could have gone out, or from when on it may
 */
public record PendingDelivery(String id, String group, Instant dueAt) {
    public PendingDelivery {
        requireNonNull(id, "id");
        requireNonNull(group, "group");
        requireNonNull(dueAt, "dueAt");
    }
}
