package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.notify.LogLine;
import io.github.precheckwatcher.notify.StoreTrouble;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.sas.PollAnswer;
import io.github.precheckwatcher.sas.PollResult;
import io.github.precheckwatcher.sas.PrecheckQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Claims what is due, account by account, and sends the polls. Its {@link #step} is run over and over by the
 * {@link PollPass}; answers go to the {@link RecorderQueue}, and a slot is free again once its answer is written.
 */
@ApplicationScoped
public class PollLoop {
    private static final Logger LOG = Logger.getLogger(PollLoop.class);
    private static final int BATCH = 500;
    /** Polls under way an account: enough for thousands a second at usual latencies, and a bound for a dead network. */
    private static final int SLOTS = 1_000;
    /** With fewer free slots a claim waits: small batches cost as many transactions as large ones. */
    private static final int SLOTS_WORTH_A_CLAIM = 100;
    /** Work that other nodes or a reload add is found this soon at the latest. */
    private static final Duration IDLE = Duration.ofMillis(500);
    /** Between two claims of one account at least this: due rows gather to a batch. */
    private static final Duration GATHER = Duration.ofMillis(10);
    /** The share of the lease that a poll may take at most. */
    private static final double POLL_SHARE = 0.8;

    private final WatchStore store;
    private final PrecheckQuery query;
    private final AccountDesk accounts;
    private final Recorder recorder;
    private final RecorderQueue answers;
    private final EngineMetrics metrics;
    private final EngineSettings settings;
    private final StoreTrouble trouble;
    private final Waiter waiter;
    private final Clock clock;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<String, Watch> claimed = new ConcurrentHashMap<>();

    public PollLoop(
            WatchStore store,
            PrecheckQuery query,
            AccountDesk accounts,
            Recorder recorder,
            RecorderQueue answers,
            EngineMetrics metrics,
            EngineSettings settings,
            StoreTrouble trouble,
            Waiter waiter,
            Clock clock) {
        this.store = store;
        this.query = query;
        this.accounts = accounts;
        this.recorder = recorder;
        this.answers = answers;
        this.metrics = metrics;
        this.settings = settings;
        this.trouble = trouble;
        this.waiter = waiter;
        this.clock = clock;
    }

    /** Claims and sends once for every account; when there may be more to do. Blocks while the store works. */
    Instant step() {
        Instant next = clock.instant().plus(IDLE);
        List<String> names = new ArrayList<>(settings.callsPerSecond().keySet());
        Collections.sort(names);
        for (String account : names) {
            Instant again = step(account);
            next = again.isBefore(next) ? again : next;
        }
        return next;
    }

    private Instant step(String account) {
        Instant now = clock.instant();
        AtomicInteger busy = underWay.computeIfAbsent(account, k -> new AtomicInteger());
        int free = SLOTS - busy.get();
        if (free < SLOTS_WORTH_A_CLAIM) {
            return now.plus(IDLE); // a freed slot wakes the pass
        }
        double rate = settings.callsPerSecond().get(account);
        int limit = Math.min(BATCH, free);
        Claim claim;
        try {
            claim = store.claim(account, row -> AccountRule.admit(row, rate, now, limit), now, settings.lease(), limit);
            trouble.worked();
        } catch (RuntimeException e) {
            trouble.failed(e);
            return now.plus(IDLE);
        }
        accounts.seen(claim.account());
        if (!claim.expired().isEmpty()) {
            expire(claim);
        }
        if (claim.account().gated() && !claim.watches().isEmpty()) {
            LOG.debugf("probe account=%s state=%s", account, claim.account().state());
        }
        claim.watches().forEach(w -> send(w, busy));
        boolean full = claim.watches().size() >= limit || claim.expired().size() >= limit;
        Instant soon = now.plus(GATHER);
        return full ? now : claim.nextAt().isBefore(soon) ? soon : claim.nextAt();
    }

    private void expire(Claim claim) {
        try {
            recorder.expire(claim.expired(), claim.account());
        } catch (RuntimeException e) {
            trouble.failed(e); // the lease ends, and they are found again
        }
    }

    private void send(Watch watch, AtomicInteger busy) {
        busy.incrementAndGet();
        claimed.put(watch.id(), watch);
        Instant sentAt = clock.instant();
        metrics.sent(Duration.between(watch.dueAt(), sentAt));
        Duration bound = Duration.ofMillis((long) (settings.lease().toMillis() * POLL_SHARE));
        query.query(watch.spec().account(), watch.spec().ref())
                .ifNoItem()
                .after(bound)
                .recoverWithItem(() -> lost("no answer within " + LogLine.text(bound)))
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.debugf(e, "the poll of watch %s failed", watch.spec().name());
                    return lost("the call could not be made: " + e.getClass().getSimpleName());
                })
                .subscribe()
                .with(answer -> answered(new Answered(watch, answer, sentAt, clock.instant()), busy));
    }

    private static PollAnswer lost(String message) {
        return PollAnswer.of(
                new PollResult.WayFailed(new Problem(Problem.NETWORK, message, Optional.empty(), Optional.empty())));
    }

    private void answered(Answered answered, AtomicInteger busy) {
        metrics.answered(answered);
        answers.add(answered, () -> {
            claimed.remove(answered.watch().id(), answered.watch());
            int free = SLOTS - busy.decrementAndGet();
            if (free == SLOTS_WORTH_A_CLAIM) {
                waiter.wake();
            }
        });
    }

    /** How many polls are under way or not written yet. */
    int busy() {
        return underWay.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Gives back what is still claimed: the graceful stop's last act. */
    void release() {
        List<Watch> left = List.copyOf(claimed.values());
        if (!left.isEmpty()) {
            store.release(left);
        }
    }
}
