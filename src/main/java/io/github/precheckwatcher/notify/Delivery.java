package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A claimed delivery.
 *
 * @param id the delivery's own id
 * @param eventId the id that receivers see
 * @param notifier the notifier's name
 * @param outcome the routing word: the verdict's outcome
 * @param body what is sent, the same at every attempt
 * @param occurredAt when the event happened; {@code max-age} runs from here
 * @param attempts how many attempts counted so far, >= 0
 * @param fencing the claim's fencing token; a write-back names it
 */
public record Delivery(
        String id,
        String eventId,
        String notifier,
        String outcome,
        String body,
        Instant occurredAt,
        int attempts,
        long fencing) {
    public Delivery {
        requireNonNull(id, "id");
        requireNonNull(eventId, "eventId");
        requireNonNull(notifier, "notifier");
        requireNonNull(outcome, "outcome");
        requireNonNull(body, "body");
        requireNonNull(occurredAt, "occurredAt");
    }
}
