package io.github.precheckwatcher.notify.outbox;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: the deliveries that are still owed, kept in the store. Thread safe; all methods block: call them on worker threads.
 * Those that take {@link RulesUnderLock} call it under the lock of the notifier's row.
 */
public interface Outbox {
    /**
     * Takes due PENDING deliveries of one notifier for a bounded time, oldest due first (a probe: what was never tried
     * first), under the lock of the notifier's
     * row. Asks the rules what may be taken; where something may, groups first what is to be grouped: the digest is written
     * and its members wait for its end. A dead node's deliveries come due again when its lease ends.
     */
    Claimed claim(String notifier, RulesUnderLock rules, Claim claim);

    /**
     * Writes attempts of one notifier back and records each in {@code attempt}, with what follows for the notifier's row
     * and the news of it; one transaction. An entry whose fencing token is no longer the row's, or whose row is not
     * PENDING, changes nothing and is not asked about. When a digest ends its members end with it.
     */
    void record(String notifier, RulesUnderLock rules, Attempts attempts);

    /** {@link #record}, and {@link #claim} after it, in one transaction: both or neither. */
    Claimed recordAndClaim(String notifier, RulesUnderLock rules, Attempts attempts, Claim claim);

    /**
     * Writes the body of a claimed delivery that had none: from here on it never changes. The notifier's row counts how
     * many messages it is.
     *
     * @return whether the claim still stands; if not, nothing is written
     */
    boolean write(Delivery delivery, String body, RulesUnderLock rules, Instant now);

    /** Writes deliveries, due as they say; a notifier that has an event already does not get it again. */
    void post(List<NewDelivery> deliveries);

    /** Gives claimed deliveries back, due at once: graceful stop. */
    void release(Collection<Delivery> deliveries, Instant now);

    /**
     * When the next delivery of any of these notifiers comes due (leases counted; whether the notifier is paused the
     * claim's rule says); empty: none is owed.
     */
    Optional<Instant> nextDue(Collection<String> notifiers);

    /**
     * Ends old PENDING deliveries of notifiers that are not configured as DEAD with that reason. Another node may know a
     * notifier that this one does not: what is under a lease, waits for a planned try or is young stays as it is.
     *
     * @param occurredBefore only those whose event is older
     * @return how many a notifier
     */
    Map<String, Integer> markUnknownDead(Collection<String> configured, Instant occurredBefore, Instant now);

    /**
     * What {@link #markUnknownDead} would end now: to be reported before it does, so that a crash leaves nothing
     * unreported.
     */
    Map<String, Integer> unknown(Collection<String> configured, Instant occurredBefore, Instant now);

    /** How many deliveries a notifier and state there are. */
    Map<Key, Long> counts();

    /**
     * What a claim asks for.
     *
     * @param limit at most so many, > 0
     * @param grouping whether what waits may be grouped into digests; else each message goes alone
     * @param lease for how long, > 0
     */
    record Claim(int limit, boolean grouping, Instant now, Duration lease) {
        /** The same, but each message goes alone. */
        public Claim unfolded() {
            return new Claim(limit, false, now, lease);
        }
    }

    /**
     * What a claim took.
     *
     * @param takesNew whether the rules let it take a delivery that has just come due
     */
    record Claimed(List<Delivery> deliveries, boolean takesNew) {
        public Claimed {
            deliveries = List.copyOf(deliveries);
        }
    }

    /**
     * What came of attempts of one notifier.
     *
     * @param ended each attempt
     * @param news whether operators are notified of what follows
     */
    record Attempts(List<Attempted> ended, boolean news) {
        public Attempts {
            ended = List.copyOf(ended);
        }

        /** The same, and operators are not notified. */
        public Attempts withoutNews() {
            return new Attempts(ended, false);
        }
    }

    /** A notifier and a state, for {@link #counts}. */
    record Key(String notifier, State state) {}

    /** Where a delivery stands. */
    enum State {
        PENDING,
        DELIVERED,
        DEAD,
        /** It waits for the end of the mutes that its verdict fell under; then it is PENDING. */
        MUTED
    }

    /**
     * One attempt and what follows from it.
     *
     * @param delivery as claimed, with the progress that is kept from now on
     * @param at when the attempt ended
     * @param state what the delivery is from now on
     * @param counted whether the attempt counts (a pause does not)
     * @param nextAt when it is due again; only read while PENDING
     * @param status the receiver's status code, where there was one
     * @param error a bounded text without secrets; empty on success
     * @param takeOver what the fallback gets when it is DEAD: the same event, written with its end. Of a digest a fallback
     *     gets only what it does not have already; a notifier that has an event already does not get it again
     * @param paused what the receiver said, if it asked to wait
     * @param sign what it says of the receiver
     * @param remedy what to do about the error, where the notifier knows
     */
    record Attempted(
            Delivery delivery,
            Instant at,
            State state,
            boolean counted,
            Instant nextAt,
            Optional<Integer> status,
            Optional<String> error,
            Optional<NewDelivery> takeOver,
            Optional<AttemptResult.Paused> paused,
            Sign sign,
            Optional<String> remedy) {
        /** As most attempts are: what is DELIVERED was taken, all else failed; the receiver did not ask to wait. */
        public Attempted(
                Delivery delivery,
                Instant at,
                State state,
                boolean counted,
                Instant nextAt,
                Optional<Integer> status,
                Optional<String> error,
                Optional<NewDelivery> takeOver) {
            this(
                    delivery,
                    at,
                    state,
                    counted,
                    nextAt,
                    status,
                    error,
                    takeOver,
                    Optional.empty(),
                    state == State.DELIVERED ? Sign.TOOK : Sign.FAILED,
                    Optional.empty());
        }

        /** Whether the receiver was called: if not, this says nothing of it. */
        public boolean sent() {
            return sign != Sign.NOT_SENT;
        }

        /** The same without the receiver's words: for a store that refuses to keep them. */
        public Attempted withoutWords() {
            Optional<String> said = error.map(words -> "the store refuses to keep the receiver's words");
            return with(delivery, said, takeOver, paused, sign, remedy);
        }

        /** The same, with what the fallback gets. */
        public Attempted takenOverBy(NewDelivery other) {
            return with(delivery, error, Optional.of(other), paused, sign, remedy);
        }

        /** The same under a later claim of the delivery. */
        public Attempted under(Delivery claimed) {
            return with(claimed.with(delivery.progress()), error, takeOver, paused, sign, remedy);
        }

        /** The same of a receiver that asked to wait. */
        Attempted asking(AttemptResult.Paused asked) {
            return with(delivery, error, takeOver, Optional.of(asked), sign, remedy);
        }

        /** The same of an attempt that did not call the receiver. */
        Attempted notSent() {
            return saying(Sign.NOT_SENT, remedy);
        }

        Attempted saying(Sign said, Optional<String> whatToDo) {
            return with(delivery, error, takeOver, paused, said, whatToDo);
        }

        private Attempted with(
                Delivery of,
                Optional<String> words,
                Optional<NewDelivery> other,
                Optional<AttemptResult.Paused> asked,
                Sign said,
                Optional<String> whatToDo) {
            return new Attempted(of, at, state, counted, nextAt, status, words, other, asked, said, whatToDo);
        }
    }
}
