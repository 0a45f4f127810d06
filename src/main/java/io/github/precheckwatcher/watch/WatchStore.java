package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.WatchClaimLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Port: where watches, verdicts and accounts are kept. All methods block; call them on worker threads. Each method is
 * one transaction (long lists may be cut into several), repeated when the database reports a deadlock
 * (SQLState 40001). Thread safe, and safe beside other nodes on the same database.
 */
public interface WatchStore {
    /**
     * Registers what is to be watched; idempotent by {@link WatchIdentity}. New: a WATCHING watch due at {@code now}. A
     * running one: name, labels, notifiers, deadline (counted from the round's start) and polling are replaced; another
     * deadline also ends its claim, so that what is under way by the old one is stale. A TIMED_OUT one whose deadline is
     * now longer than the stored one: a new round from {@code now}. Any other ended one: nothing. One that the database
     * refuses for what is in it becomes REFUSED and keeps no other from being written.
     *
     * @param ids gives ids to new watches
     * @return in the order of {@code specs}, what became of each
     */
    List<Registered> register(List<WatchSpec> specs, Instant now, Supplier<String> ids);

    /**
     * As {@link #register}, for what the files name when a node starts. If no watch was polled well yet, and so all that
     * there is comes from a first start, perhaps one that was interrupted, the new watches are of the first start too
     * ({@link Watch#firstStart}): each is written with that mark.
     */
    List<Registered> registerAtStart(List<WatchSpec> specs, Instant now, Supplier<String> ids);

    /**
     * Registers what somebody asks for by a request, in one transaction: all of it or nothing; idempotent by
     * {@link WatchIdentity}. As {@link #register}, but no file names what is registered here, and what a file names keeps
     * the file's settings: it is RUNNING where the request says the same, else IN_FILES. Runbook and what follows a removal
     * stay as they are stored: no request says them. The history has who asked.
     *
     * @param specs of different identities
     * @param named whether this node's files name it, for watches that ended
     * @param most how many watches may be registered by requests in all, ended ones that are kept included
     */
    Requested request(
            List<WatchSpec> specs,
            Instant now,
            Supplier<String> ids,
            Requester by,
            Predicate<WatchIdentity> named,
            int most);

    /**
     * Finds running watches that the files named at their last registration and that are not among these now; ordered
     * by id. Changes nothing.
     */
    List<Unnamed> unnamed(Collection<WatchIdentity> named);

    /**
     * From now on these running watches count as asked for by nobody's file, and go on.
     *
     * @return the ids of those for which that is new
     */
    Set<String> keepUnnamed(Collection<String> watchIds);

    /**
     * Takes running watches that the files named from whoever polls them, for the length of a lease, so that they can be
     * ended: what is under way for them is stale from then on.
     *
     * @return those of them that run and count as named by files
     */
    List<Watch> takeUnnamed(Collection<String> watchIds, Instant now, Duration lease);

    /** Creates missing rows of accounts (state OK, full budget) and lowers or raises their rate to the configured one. */
    void openAccounts(Map<String, Double> callsPerSecond, Instant now);

    /**
     * Claims due watches of one account. Locks the account's row, asks {@code rule} what may be taken, takes that many
     * due rows for the lease ({@code for update skip locked}, due time pushed by the lease, fencing token raised),
     * spends the tokens and writes the account's row. Where the rule allows it ({@link WatchClaimLimit#expire}), the account
     * is gated and no poll of it is under way, also takes up to {@code limit} rows whose deadline is reached, as
     * {@link Claim#expired}; nothing of the account's row is written for them.
     *
     * @param rule from the account's stored row to what may be taken
     */
    Claim claim(String account, Function<AccountRow, WatchClaimLimit> rule, Instant now, Duration lease, int limit);

    /**
     * Writes back watches that go on, in id order and as a batch. A write-back whose fencing token is no longer the
     * row's, or whose row is no longer WATCHING, changes nothing.
     *
     * @return how many were stale
     */
    int record(List<Recheck> rechecks);

    /** The last verdicts of these instances, those that have one; a withdrawn watch's does not count. */
    Map<InstanceKey, PreviousVerdict> lastVerdicts(Collection<InstanceKey> instances);

    /**
     * Ends watches: verdict, new deliveries and the watch's end in one transaction, conditional as {@link #record} is.
     *
     * @return the ids of the verdicts that were written; a stale conclusion is not among them
     */
    Set<String> conclude(List<Conclusion> conclusions);

    /**
     * Changes an account's row under its lock.
     *
     * @param news whom to notify of the change, given how many watches wait for the account; written in the same
     *     transaction, under the row's lock, and so without bodies: nothing is rendered there
     * @return the row before and after
     */
    Change changeAccount(
            String account, UnaryOperator<AccountRow> change, BiFunction<Change, LongSupplier, List<NewDelivery>> news);

    /** Changes an account's row under its lock; nobody is notified. */
    default Change changeAccount(String account, UnaryOperator<AccountRow> change) {
        return changeAccount(account, change, (unsaid, watches) -> List.of());
    }

    /** The accounts' rows by name. */
    Map<String, AccountRow> accounts();

    /**
     * Makes the next probe of a gated account due now, and a watch to ask about, where none is due. Is noted in the
     * history; changes nothing where the account is not gated or nothing of it is watched.
     *
     * @return empty when there is no such account
     */
    Optional<ProbeAsked> askProbe(String account, Requester by, Instant now);

    /** Gives claimed watches back, due as they were; tokens are not given back. Graceful stop. */
    void release(Collection<Watch> watches);

    /**
     * Deletes what is old, and nothing else: reports and last verdicts after the retention, tombstones once no file names
     * them.
     */
    void expire(Instant endedBefore, Collection<WatchIdentity> stillNamed);

    /**
     * Notes which accounts and notifiers this node's file has, and deletes the rows of those that no node noted since
     * then and nothing belongs to.
     */
    void expireNames(Collection<String> accounts, Collection<String> notifiers, Instant now, Instant namedBefore);

    /** How many watches wait for this account's calls. */
    long watching(String account);

    /** How many watches each account has that run; those that have none are left out. */
    Map<String, Running> running();

    /** How many running watches of this account wait alone, refused by NoPermission while others go on. */
    long refused(String account);

    /** How many watches there are by state: WATCHING, ENDED. */
    Map<String, Long> counts();

    /** The verdict outcomes of these watches, as far as they have ended. For the demo's and tests' summary. */
    List<Ended> ended(Collection<WatchIdentity> identities);

    /** What became of a registration. */
    record Registered(WatchSpec spec, String watchId, Kind kind) {
        /** What a registration may become. */
        public enum Kind {
            NEW,
            RUNNING,
            /** It runs by other settings than before; of a request alone. */
            CHANGED,
            NEW_ROUND,
            ENDED,
            /** The files name it with other settings than the request: nothing was changed; of a request alone. */
            IN_FILES,
            /** The database does not take it; there is no such watch, and its id is empty. */
            REFUSED
        }
    }

    /** What became of a request to register. */
    sealed interface Requested {
        /**
         * All of it was registered.
         *
         * @param registered in the order of the request
         */
        record Done(List<Registered> registered) implements Requested {
            public Done {
                registered = List.copyOf(registered);
            }
        }

        /**
         * Nothing was: there would be more than the limit.
         *
         * @param there how many count towards it already
         * @param more how many the request would add
         */
        record TooMany(long there, int more) implements Requested {}

        /**
         * Nothing was: the database refuses one for what is in it.
         *
         * @param spec as requested
         * @param why the database's words, on one line
         */
        record Refused(WatchSpec spec, String why) implements Requested {}
    }

    /**
     * A running watch that the files name no more.
     *
     * @param onRemoval as the files said when they last named it
     */
    record Unnamed(String watchId, String name, WatchIdentity identity, OnRemoval onRemoval) {}

    /**
     * A watch that goes on.
     *
     * @param watch as claimed
     * @param dueAt when it is due again
     * @param polls polls of this round from now on
     * @param errors errors in a row from now on
     * @param finalTries failed last polls from now on
     * @param refused the refusing code from now on
     * @param lastSeen what is known from now on
     */
    record Recheck(
            Watch watch,
            Instant dueAt,
            int polls,
            int errors,
            int finalTries,
            Optional<String> refused,
            LastSeen lastSeen) {}

    /**
     * A watch that ends.
     *
     * @param watch as claimed
     * @param verdict its verdict
     * @param polls polls of this round
     * @param lastSeen what its last good poll said
     * @param deliveries who is notified
     * @param by who withdrew it; empty: nobody did, or the files
     */
    record Conclusion(
            Watch watch,
            Verdict verdict,
            int polls,
            LastSeen lastSeen,
            List<NewDelivery> deliveries,
            Optional<Requester> by) {}

    /**
     * What became of the wish that an account be probed now.
     *
     * @param account the row after it
     * @param watches how many of its watches run
     * @param due whether a probe is due now; if not, there is no reason for one
     */
    record ProbeAsked(AccountRow account, long watches, boolean due) {}

    /**
     * The running watches of an account.
     *
     * @param refused how many of them wait alone, refused by NoPermission
     */
    record Running(long watches, long refused) {
        /** Of an account that no watch runs by. */
        public static final Running NONE = new Running(0, 0);
    }

    /** An account's row before and after a change. */
    record Change(AccountRow before, AccountRow after) {}

    /** An ended watch. */
    record Ended(WatchIdentity identity, String name, Outcome outcome, String summary, int polls) {}
}
