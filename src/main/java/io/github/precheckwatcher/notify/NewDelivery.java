package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.Message;
import java.time.Instant;

/**
 * A delivery to be written together with its message, in the transaction of what it reports.
 *
 * @param id the delivery's own id
 * @param message what is sent
 * @param notifier the notifier's name
 * @param body what is sent, fixed from here on; {@link #UNWRITTEN} when it is not written yet
 * @param since {@code max-age} runs from here: the message's time, or when a fallback took over
 * @param dueAt when it may go out first: {@code since}, or later where {@code group-wait} gathers
 * @param group the values of {@code group-by}, or empty: only deliveries of one group are grouped into one digest
 */
public record NewDelivery(
        String id, Message message, String notifier, String body, Instant since, Instant dueAt, String group) {
    /**
     * The body of a delivery that is not written yet, because its notifier could not or because the delivery is made while
     * a row is locked ({@code RulesUnderLock}): written before its first attempt.
     */
    public static final String UNWRITTEN = "";

    public NewDelivery {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
        requireNonNull(notifier, "notifier");
        requireNonNull(body, "body");
        requireNonNull(since, "since");
        requireNonNull(dueAt, "dueAt");
        requireNonNull(group, "group");
    }
}
