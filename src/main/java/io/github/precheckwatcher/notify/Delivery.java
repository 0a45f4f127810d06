package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A claimed delivery.
 *
 * @param id the delivery's own id
 * @param message what is told
 * @param notifier the notifier's name
 * @param body what is sent, the same at every attempt; {@link NewDelivery#UNWRITTEN} until it can be written
 * @param since {@code max-age} runs from here
 * @param attempts how many attempts counted so far, >= 0
 * @param fencing the claim's fencing token; a write-back names it
 */
public record Delivery(
        String id, Message message, String notifier, String body, Instant since, int attempts, long fencing) {
    public Delivery {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
        requireNonNull(notifier, "notifier");
        requireNonNull(body, "body");
        requireNonNull(since, "since");
    }

    /** Whether there is a body to be sent. */
    boolean isWritten() {
        return !body.equals(NewDelivery.UNWRITTEN);
    }

    /** The same, with its body. */
    Delivery written(String text) {
        return new Delivery(id, message, notifier, text, since, attempts, fencing);
    }

    /** The id that receivers see. */
    public String eventId() {
        return message.id();
    }
}
