package io.github.precheckwatcher.watch.act;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Port: what operators do to the watches in the store; who asked is in the history, in the act's own transaction.
 * Tombstones are no watches. All methods block; call them on worker threads. Thread safe, and safe beside other nodes on
 * the same database.
 */
public interface WatchActs {
    /** What a selection names now, ordered by id; an id that is not there is left out. Changes nothing. */
    List<Chosen> choose(Selection selection, Instant now);

    /**
     * Takes running watches from whoever polls them, for the length of a lease, so that they can be ended: what is under
     * way for them is stale from then on. A long list is several transactions.
     *
     * @return those of them that run
     */
    List<Watch> take(Collection<String> ids, Instant now, Duration lease);

    /**
     * Makes running watches due now, unless a poll of them is under way. A long list is several transactions.
     *
     * @return all of them, as they were found; those that ran and were not polled are due
     */
    List<Chosen> poll(Collection<String> ids, Instant now, Requester by);

    /**
     * Begins a further round of all ended watches of a selection, in one transaction.
     *
     * @param files what the files name: a round of such a watch has the specification of the file, any other one that of
     *     the round before
     * @return all of the selection as they were found, ordered by id; those that had ended with the specification of
     *     their new round
     */
    List<Chosen> rewatch(Selection selection, Collection<WatchSpec> files, Instant now, Requester by);

    /**
     * Deletes an ended watch with its verdicts, history, messages and deliveries; of the instance's other verdicts the
     * newest is the last one again. An entry of the history that belongs to no watch says who asked. One that runs, of
     * which something is still to be sent or on which an alert rests stays as it is.
     */
    Forgotten forget(String id, Instant now, Requester by);
}
