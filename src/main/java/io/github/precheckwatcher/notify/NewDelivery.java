package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A delivery to be written with its verdict, in one transaction.
 *
 * @param id the delivery's own id
 * @param eventId the id that receivers see: the verdict's
 * @param notifier the notifier's name
 * @param outcome the routing word, for listing: the verdict's outcome
 * @param body what is sent, fixed from here on: the CloudEvent of contract.md 4 as JSON
 * @param occurredAt when the event happened (the verdict's {@code observedAt}); {@code max-age} runs from here
 */
public record NewDelivery(String id, String eventId, String notifier, String outcome, String body, Instant occurredAt) {
    public NewDelivery {
        requireNonNull(id, "id");
        requireNonNull(eventId, "eventId");
        requireNonNull(notifier, "notifier");
        requireNonNull(outcome, "outcome");
        requireNonNull(body, "body");
        requireNonNull(occurredAt, "occurredAt");
    }
}
