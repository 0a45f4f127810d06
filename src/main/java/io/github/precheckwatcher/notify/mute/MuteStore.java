package io.github.precheckwatcher.notify.mute;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.PagePosition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: the mutes, kept in the store and shared by all nodes. A verdict that is written while a mute that hits its watch is
 * alive falls under it, in the transaction that writes the verdict: its deliveries wait, and no verdict can fall under a mute
 * whose end is written. Thread safe; all methods block: call them on worker threads.
 */
public interface MuteStore {
    /** Whom a mute would hit now. Changes nothing. */
    Reach reach(Mute mute);

    /** Writes a new mute and its history: from its commit on verdicts fall under it, on all nodes. */
    void add(Mute mute);

    /**
     * Ends a mute that is alive, with its history; what it held back waits for {@link #sendOn}.
     *
     * @param by who asked for it; empty: its time is over
     * @return the mute as it ended; empty: there is no such mute, or it had ended before
     */
    Optional<Entry> end(String id, Instant now, Optional<Requester> by);

    /** One mute, alive or not. */
    Optional<Entry> find(String id);

    /** Those that are alive, in any order. */
    List<Mute> alive();

    /**
     * Mutes, the newest first.
     *
     * @param ended ended ones too
     * @param after go on behind this one: the last of the page before, which need not be there any more
     * @param limit at most so many, > 0
     */
    List<Entry> list(boolean ended, Optional<PagePosition> after, int limit);

    /** The ids of those of which something is to be done: their time is over, or they ended and are not done yet. */
    List<String> open(Instant now);

    /**
     * Sends on what a mute held back, once it has ended: for each notifier in one transaction, what no other mute that is
     * alive holds back as well. Then the mute is done. May be repeated after a failure, and by several nodes at a time: each
     * delivery is sent on once.
     *
     * @param rules who gets what in which form
     * @return how many deliveries wait no more
     */
    int sendOn(String id, Instant now, Rules rules);

    /** The ids of the mutes that each of these verdicts fell under; those that fell under none are not among them. */
    Map<String, List<String>> marks(Collection<String> verdictIds);

    /**
     * A mute in a list.
     *
     * @param verdicts how many verdicts fell under it
     */
    record Entry(Mute mute, long verdicts) {
        public Entry {
            requireNonNull(mute, "mute");
        }
    }

    /**
     * Whom a mute hits.
     *
     * @param running how many running watches
     * @param names the names of the watches that it names, those that there are, by id
     */
    record Reach(long running, Map<String, String> names) {
        public Reach {
            names = Map.copyOf(names);
        }
    }

    /** In which form a notifier gets what was held back. */
    enum Form {
        /** One message that sums all up; a verdict that is alone goes as itself. */
        ONE,
        /** The last verdict of each instance, as itself: the notifier shows states, and earlier ones say nothing any more. */
        LAST,
        /** Each verdict as itself. */
        EACH
    }

    /** What is decided while a mute is locked; neither renders nor waits, as {@code RulesUnderLock} has it. */
    interface Rules {
        Form form(String notifier);

        /**
         * The one message, due at once.
         *
         * @return empty when none can be made, which the log says: each goes as itself then
         */
        Optional<NewDelivery> one(String notifier, HeldBack heldBack, Instant now);
    }

    /**
     * What a mute held back of one notifier's.
     *
     * @param listed the most severe ones
     * @param counts how many there are of each status, those that are not listed too
     */
    record HeldBack(Mute mute, List<Message> listed, Map<MessageStatus, Integer> counts) {
        public HeldBack {
            requireNonNull(mute, "mute");
            listed = List.copyOf(listed);
            counts = Map.copyOf(counts);
        }
    }
}
