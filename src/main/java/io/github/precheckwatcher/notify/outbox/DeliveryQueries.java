package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Port: what operators ask of the deliveries in the store. Thread safe; all methods block: call on worker threads. */
public interface DeliveryQueries {
    /**
     * Deliveries, the newest event first.
     *
     * @param after go on behind this one: the last of the page before, which need not be there any more
     * @param limit at most so many, > 0
     */
    List<Entry> list(Filter filter, Optional<PagePosition> after, int limit);

    /** The deliveries of a watch's verdicts, the newest verdict first; at most so many. */
    List<Entry> ofWatch(String watchId, int limit);

    /** One delivery with its message, body and attempts. */
    Optional<Whole> find(String id);

    /** How many deliveries {@link #replay} would take. */
    long replayable(Filter filter);

    /**
     * Makes deliveries that have ended due again: same id, same body; attempts and {@code max-age} begin anew. A digest
     * takes its members along, as it reports them; a member whose digest is not among them goes out alone. Each is noted
     * in the history.
     *
     * @param filter DEAD ones, unless its state says DELIVERED
     * @return how many, members of digests counted
     * @throws IllegalArgumentException when its state is PENDING or MUTED
     */
    int replay(Filter filter, Requester by, Instant now);

    /** How many deliveries {@link #discard} would take. */
    long discardable(Filter filter);

    /**
     * Gives up waiting deliveries: they are DEAD, with who asked for it and why as their error; nobody takes over. A digest
     * takes its members along, and no member is taken without it. Of a delivery whose attempt is under way only what was
     * written first counts: once it is discarded, what comes of the attempt is not recorded. Each is noted in the history.
     *
     * @param filter its state does not count
     * @return how many, members of digests counted
     */
    int discard(Filter filter, Requester by, Instant now);

    /** How the notifiers stand, those that were ever used. */
    List<NotifierRow> notifiers();

    /**
     * Which deliveries; all that is given must hold.
     *
     * @param ids these alone; empty: any
     * @param outcome the message's routing word
     * @param since the event happened at or after this
     * @param until the event happened before this
     */
    record Filter(
            Collection<String> ids,
            Optional<String> notifier,
            Optional<State> state,
            Optional<MessageStatus> outcome,
            Optional<String> subject,
            Optional<Instant> since,
            Optional<Instant> until) {
        public Filter {
            ids = List.copyOf(ids);
            requireNonNull(notifier, "notifier");
            requireNonNull(state, "state");
            requireNonNull(outcome, "outcome");
            requireNonNull(subject, "subject");
            requireNonNull(since, "since");
            requireNonNull(until, "until");
        }

        /** Everything. */
        public static final Filter ALL = new Filter(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        /** One delivery. */
        public static Filter of(String id) {
            return of(List.of(id));
        }

        /** These deliveries. */
        public static Filter of(Collection<String> ids) {
            return new Filter(ids, ALL.notifier, ALL.state, ALL.outcome, ALL.subject, ALL.since, ALL.until);
        }

        /** The same, but in this state. */
        public Filter in(State other) {
            return new Filter(ids, notifier, Optional.of(other), outcome, subject, since, until);
        }

        /** The same, but to this notifier. */
        public Filter to(String other) {
            return new Filter(ids, Optional.of(other), state, outcome, subject, since, until);
        }
    }

    /**
     * A delivery in a list.
     *
     * @param digest the delivery that reports this one among others
     * @param nextAt when it is due again, while PENDING, or will be, while MUTED
     */
    record Entry(
            String id,
            String eventId,
            MessageType type,
            String subject,
            MessageStatus outcome,
            String notifier,
            State state,
            int attempts,
            Instant occurredAt,
            Optional<Instant> nextAt,
            Optional<Instant> endedAt,
            Optional<Integer> status,
            Optional<String> error,
            Optional<String> digest) {
        /** Where it stands in the list. */
        public PagePosition position() {
            return new PagePosition(occurredAt, id);
        }
    }

    /** A delivery, whole; its attempts in their order. */
    record Whole(Entry entry, Message message, String body, List<Attempt> attempts) {}

    /** One attempt. */
    record Attempt(Instant endedAt, boolean counted, State state, Optional<Integer> status, Optional<String> error) {}
}
