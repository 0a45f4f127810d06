package io.github.precheckwatcher.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: the deliveries that are still owed, kept in the store. All methods block; call them on worker threads. */
public interface Outbox {
    /**
     * Takes due PENDING deliveries of one notifier for a bounded time, oldest due first. A paused notifier
     * ({@link #pause}) gives none. A dead node's deliveries come due again when its lease ends.
     *
     * @param limit at most so many, > 0
     */
    List<Delivery> claim(String notifier, Instant now, Duration lease, int limit);

    /**
     * Writes attempts back and records each in {@code attempt}; one transaction. An entry whose fencing token is no
     * longer the row's, or whose row is not PENDING, changes nothing.
     */
    void record(List<Attempted> attempts);

    /** Stops claims of this notifier until then, on all nodes. */
    void pause(String notifier, Instant until);

    /** Gives claimed deliveries back, due at once: graceful stop. */
    void release(Collection<Delivery> deliveries, Instant now);

    /** When the next delivery of any of these notifiers comes due (pauses and leases counted); empty: none is owed. */
    Optional<Instant> nextDue(Collection<String> notifiers);

    /**
     * Ends old PENDING deliveries of notifiers that are not configured as DEAD with that reason. Another node may know a
     * notifier that this one does not: what is under a lease, waits for a planned try or is young stays as it is.
     *
     * @param occurredBefore only those whose event is older
     * @return how many a notifier
     */
    Map<String, Integer> buryUnknown(Collection<String> configured, Instant occurredBefore, Instant now);

    /** How many deliveries a notifier and state there are. */
    Map<Key, Long> counts();

    /** A notifier and a state, for {@link #counts}. */
    record Key(String notifier, State state) {}

    /** Where a delivery stands. */
    enum State {
        PENDING,
        DELIVERED,
        DEAD
    }

    /**
     * One attempt and what follows from it.
     *
     * @param delivery as claimed
     * @param at when the attempt ended
     * @param state what the delivery is from now on
     * @param counted whether the attempt counts (a pause does not)
     * @param nextAt when it is due again; only read while PENDING
     * @param status the receiver's status code, where there was one
     * @param error a bounded text without secrets; empty on success
     */
    record Attempted(
            Delivery delivery,
            Instant at,
            State state,
            boolean counted,
            Instant nextAt,
            Optional<Integer> status,
            Optional<String> error) {}
}
