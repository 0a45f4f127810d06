package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One thing to be sent, the same for all notifiers and in nobody's own form yet. Kept in the store as long as a delivery
 * of it is.
 *
 * @param id the id that receivers see: the verdict's, or a new one
 * @param type what it is about
 * @param subject the watch's name, or {@code account/default}, {@code notifier/ops}
 * @param status by which it is routed: a verdict's outcome, a digest's most severe one, an operator event's severity
 * @param occurredAt when it happened
 * @param event the CloudEvent as JSON, in English, with all that a message may say
 */
public record Message(
        String id, MessageType type, String subject, MessageStatus status, Instant occurredAt, String event) {
    public Message {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(subject, "subject");
        requireNonNull(status, "status");
        requireNonNull(occurredAt, "occurredAt");
        requireNonNull(event, "event");
    }
}
