package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Claims what is due, account by account, each at its own rate, and has it polled. Its {@link #step} is run over and
 * over by the {@link PollPass}, by one thread at a time.
 */
@ApplicationScoped
public class PollLoop {
    private static final Logger LOG = Logger.getLogger(PollLoop.class);
    private static final int BATCH = 500;
    /** With fewer free slots a claim waits: small batches cost as many transactions as large ones. */
    private static final int SLOTS_WORTH_A_CLAIM = 100;
    /** Work that other nodes or a reload add is found this soon at the latest. */
    private static final Duration IDLE = Duration.ofMillis(500);
    /** Between two claims of one account at least this: due rows and tokens gather to a batch. */
    private static final Duration GATHER = Duration.ofMillis(20);
    /** How often overdue watches of accounts that the file does not name are looked for. */
    private static final Duration ORPHANS = Duration.ofMinutes(1);

    private static final String CLAIM = "claim";
    private static final Place ACCOUNTS = Place.job("accounts");
    private static final Place ORPHANED = Place.job("watches without an account");

    private final WatchStore store;
    private final AccountUpdates accounts;
    private final Recorder recorder;
    private final PollsUnderWay polls;
    private final Supplier<EngineSettings> settings;
    private final FaultLog faults;
    private final StoreOutage outage;
    private final Waiter waiter;
    private final Clock clock;
    /** Accounts that would claim if they had slots. */
    private final Set<String> lackSlots = ConcurrentHashMap.newKeySet();
    /** The accounts in the order in which they are claimed. Touched by the step alone, as are all below. */
    private final List<String> turns = new ArrayList<>();

    private Map<String, Double> budgets = Map.of();
    private final Map<String, Instant> nextAt = new HashMap<>();
    private long wakes;
    private boolean away;
    private final Set<String> broken = new HashSet<>();
    private Instant orphansAt = Instant.MIN;

    public PollLoop(
            WatchStore store,
            AccountUpdates accounts,
            Recorder recorder,
            PollsUnderWay polls,
            Supplier<EngineSettings> settings,
            FaultLog faults,
            Waiter waiter,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.recorder = recorder;
        this.polls = polls;
        this.settings = settings;
        this.faults = faults;
        this.outage = faults.store();
        this.waiter = waiter;
        this.clock = clock;
    }

    /** Claims and sends for every account whose time has come; when there may be more to do. Blocks on the store. */
    Instant step() {
        long woken = waiter.wakes();
        if (woken != wakes) {
            wakes = woken;
            nextAt.clear();
        }
        away = false;
        followSettings();
        Instant next = clock.instant().plus(IDLE);
        for (String account : turns) {
            Instant at = nextAt.getOrDefault(account, Instant.MIN);
            if (!clock.instant().isBefore(at)) {
                if (!hasSlots(account)) {
                    continue; // asked anew at each step
                }
                at = step(account);
                nextAt.put(account, at);
            }
            if (away) {
                // the others share the database and would wait for it too, one after the other; this one comes last now
                turns.remove(account);
                turns.add(account);
                return clock.instant().plus(IDLE);
            }
            next = at.isBefore(next) ? at : next;
        }
        endOrphans();
        return next;
    }

    /** The accounts of this moment; the row of one that is new, or has another budget, is opened first. */
    private void followSettings() {
        Map<String, Double> before = budgets;
        try {
            budgets = accounts.openChanged();
            faults.worked(ACCOUNTS);
        } catch (RuntimeException | Error e) {
            failed(ACCOUNTS, e); // until it works all goes on as before
        }
        if (budgets == before) {
            return; // at every step but the first and those after a change
        }
        turns.retainAll(budgets.keySet());
        broken.retainAll(budgets.keySet());
        nextAt.keySet().retainAll(budgets.keySet());
        budgets.keySet().stream().filter(account -> !turns.contains(account)).forEach(turns::add);
    }

    private Instant step(String account) {
        Instant now = clock.instant();
        double rate = budgets.get(account);
        int polled = Math.min(BATCH, polls.free(account)); // what ends without a poll needs no slot
        long reads = accounts.reads(account);
        Claim claim;
        try {
            claim = store.claim(
                    account,
                    row -> AccountCircuit.admit(row, rate, now, polled),
                    now,
                    settings.get().lease(),
                    BATCH);
        } catch (RuntimeException | Error e) {
            if (failed(Place.account(account, CLAIM), e)) {
                broken.add(account);
            }
            return now.plus(IDLE);
        }
        broken.remove(account);
        faults.worked(Place.account(account, CLAIM));
        accounts.note(claim.account(), reads);
        if (claim.account().gated() && !claim.watches().isEmpty()) {
            LOG.debugf("probe account=%s state=%s", account, claim.account().state());
        }
        claim.watches()
                .forEach(watch -> faults.guard(
                        Place.watch(watch.spec().name(), "poll"), () -> polls.send(watch, () -> freed(account))));
        follow(claim);
        boolean full = claim.watches().size() >= polled || claim.expired().size() >= BATCH;
        Instant soon = now.plus(GATHER);
        Instant next = claim.nextAt().isBefore(soon) ? soon : claim.nextAt();
        return full ? now : next.isAfter(now.plus(IDLE)) ? now.plus(IDLE) : next;
    }

    /** What a claim has for us beside its polls, which are under way by now. */
    private void follow(Claim claim) {
        Place place = Place.account(claim.account().name(), "follow-up");
        try {
            if (!claim.expired().isEmpty()) {
                recorder.expire(claim.expired(), claim.account());
            }
            if (budgets.containsKey(claim.account().name())) {
                accounts.recover(claim.account());
            }
            if (claim.watches().isEmpty() && claim.expired().isEmpty()) {
                outage.readable();
            } else {
                outage.worked();
            }
            faults.worked(place);
        } catch (RuntimeException | Error e) {
            failed(place, e); // leases end, and what expired is found again
        }
    }

    /** Whether it is not the store that is at fault. */
    private boolean failed(Place place, Throwable e) {
        boolean ours = faults.failed(place, e);
        away = StoreFault.everybody(e);
        return ours;
    }

    /** Whether there is an account for which the last step could do its work, or the store alone kept it from it. */
    boolean runs() {
        return turns.isEmpty() || !broken.containsAll(turns);
    }

    /** Whether an account has slots for a claim. If not, the one that makes them enough ends the waiting. */
    private boolean hasSlots(String account) {
        lackSlots.add(account); // before the look: a slot that is freed meanwhile must find it there
        boolean enough = enoughSlots(account);
        if (enough) {
            lackSlots.remove(account);
        }
        return enough;
    }

    /** A slot is free again; called by the recorder. */
    private void freed(String account) {
        if (enoughSlots(account) && lackSlots.remove(account)) {
            waiter.nudge();
        }
    }

    private boolean enoughSlots(String account) {
        return polls.free(account) >= (polls.warm(account) ? SLOTS_WORTH_A_CLAIM : 1);
    }

    /** Watches of accounts that the file does not name: those that no other node asks about either must end too. */
    private void endOrphans() {
        Instant now = clock.instant();
        if (FutureTime.holds(orphansAt, now, ORPHANS)) {
            return;
        }
        orphansAt = now.plus(ORPHANS);
        try {
            for (String account : accounts.notConfigured()) {
                if (!away) {
                    follow(store.claim(
                            account,
                            row -> AccountCircuit.notConfigured(row, now),
                            now,
                            settings.get().lease(),
                            BATCH));
                }
            }
            faults.worked(ORPHANED);
        } catch (RuntimeException | Error e) {
            failed(ORPHANED, e);
        }
    }

    /** How many polls are under way or not written yet. */
    int busy() {
        return polls.busy();
    }

    /** Gives back what is still claimed: the graceful stop's last act. */
    void release() {
        List<Watch> left = polls.claimed();
        if (!left.isEmpty()) {
            store.release(left);
        }
    }
}
