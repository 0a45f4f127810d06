package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.Message;
import java.time.Instant;
import java.util.Optional;

/**
 * A claimed delivery.
 *
 * @param id the delivery's own id
 * @param message what is sent
 * @param notifier the notifier's name
 * @param body what is sent, the same at every attempt; {@link NewDelivery#UNWRITTEN} until it can be written
 * @param since {@code max-age} runs from here
 * @param attempts how many attempts counted so far, >= 0
 * @param fencing the claim's fencing token; a write-back names it
 * @param progress what the notifier noted of earlier attempts, in its own form: who of several recipients needs it no
 *     more; empty: nothing
 */
public record Delivery(
        String id,
        Message message,
        String notifier,
        String body,
        Instant since,
        int attempts,
        long fencing,
        Optional<String> progress) {
    public Delivery {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
        requireNonNull(notifier, "notifier");
        requireNonNull(body, "body");
        requireNonNull(since, "since");
        requireNonNull(progress, "progress");
    }

    /** Without progress. */
    public Delivery(
            String id, Message message, String notifier, String body, Instant since, int attempts, long fencing) {
        this(id, message, notifier, body, since, attempts, fencing, Optional.empty());
    }

    /** The same with this progress. */
    public Delivery with(Optional<String> noted) {
        return new Delivery(id, message, notifier, body, since, attempts, fencing, noted);
    }

    /** Whether there is a body to be sent. */
    public boolean isWritten() {
        return !body.equals(NewDelivery.UNWRITTEN);
    }

    /** The same, with its body. */
    public Delivery written(String text) {
        return new Delivery(id, message, notifier, text, since, attempts, fencing, progress);
    }

    /** The id that receivers see. */
    public String eventId() {
        return message.id();
    }
}
