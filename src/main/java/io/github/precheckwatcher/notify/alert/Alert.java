package io.github.precheckwatcher.notify.alert;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.PagePosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of an instance for one notifier that shows states instead of messages.
 *
 * @param key what it is about
 * @param state whether it fires
 * @param messageId the message whose verdict decided last
 * @param verdictAt when that verdict was written; an earlier one changes nothing any more
 * @param body what is sent, in the kind's own form, without times
 * @param startsAt since when it fires, or fired
 * @param endsAt when it was resolved; empty while FIRING
 * @param untilAt FIRING: then it ends by itself; RESOLVED: so long it is sent
 * @param dueAt when it is sent next; empty: never
 * @param acknowledged whether somebody took note, which ended it
 * @param former what was shown of it under other labels, and is sent as resolved for a while
 */
public record Alert(
        AlertKey key,
        State state,
        String messageId,
        Instant verdictAt,
        String body,
        Instant startsAt,
        Optional<Instant> endsAt,
        Instant untilAt,
        Optional<Instant> dueAt,
        boolean acknowledged,
        List<Former> former) {
    public Alert {
        requireNonNull(key, "key");
        requireNonNull(state, "state");
        requireNonNull(messageId, "messageId");
        requireNonNull(verdictAt, "verdictAt");
        requireNonNull(body, "body");
        requireNonNull(startsAt, "startsAt");
        requireNonNull(endsAt, "endsAt");
        requireNonNull(untilAt, "untilAt");
        requireNonNull(dueAt, "dueAt");
        former = List.copyOf(former);
        if (endsAt.isPresent() == (state == State.FIRING)) {
            throw new IllegalArgumentException("an alert has an end when it does not fire, and then only");
        }
    }

    /** Under the labels of its body, no others went before. */
    public Alert(
            AlertKey key,
            State state,
            String messageId,
            Instant verdictAt,
            String body,
            Instant startsAt,
            Optional<Instant> endsAt,
            Instant untilAt,
            Optional<Instant> dueAt,
            boolean acknowledged) {
        this(key, state, messageId, verdictAt, body, startsAt, endsAt, untilAt, dueAt, acknowledged, List.of());
    }

    /** Where it stands in the list of those that fire. */
    public PagePosition position() {
        return new PagePosition(startsAt, key.id());
    }

    /** The same with these former ones. */
    public Alert after(List<Former> gone) {
        return new Alert(key, state, messageId, verdictAt, body, startsAt, endsAt, untilAt, dueAt, acknowledged, gone);
    }

    /**
     * An alert that was resolved because a later verdict has other labels.
     *
     * @param body with the labels under which it fired
     * @param untilAt so long it is sent as resolved
     */
    public record Former(String body, Instant startsAt, Instant endsAt, Instant untilAt) {
        public Former {
            requireNonNull(body, "body");
            requireNonNull(startsAt, "startsAt");
            requireNonNull(endsAt, "endsAt");
            requireNonNull(untilAt, "untilAt");
        }
    }

    /** The state that Alertmanager is shown. */
    public enum State {
        /** Sent again and again, as firing. */
        FIRING,
        /** Sent again and again, as ended. */
        RESOLVED,
        /** Sent no more; kept so that an earlier verdict that comes late does not make it fire again. */
        OVER
    }
}
