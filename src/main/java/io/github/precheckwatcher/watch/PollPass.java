package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one tick starts: a pass that goes on claiming and polling until the next tick takes over, so that neither rate
 * nor delay hangs on the tick.
 */
@ApplicationScoped
public class PollPass {
    private static final Place PASS = Place.job("poll pass");

    private static final Duration TICK = Duration.ofSeconds(1);

    private final PollLoop loop;
    private final Waiter waiter;
    private final FaultLog faults;
    private final Clock monotonic;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicLong ticks = new AtomicLong();
    private volatile boolean open;
    private volatile Instant lastStep;

    public PollPass(
            PollLoop loop, Waiter waiter, FaultLog faults, Clock clock, @Identifier("monotonic") Clock monotonic) {
        this.loop = loop;
        this.waiter = waiter;
        this.faults = faults;
        this.clock = clock;
        this.monotonic = monotonic;
        this.lastStep = monotonic.instant();
    }

    /** Lets ticks poll from now on: configuration, store and accounts are ready. */
    public void open() {
        lastStep = monotonic.instant();
        open = true;
        waiter.wake();
    }

    /** No further claims: ends the running pass and waits that long for its step to end. */
    void close(Duration grace) throws InterruptedException {
        open = false;
        waiter.wake();
        if (turn.tryLock(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            turn.unlock();
        }
    }

    /** Whether passes are to run at all. */
    boolean isOpen() {
        return open;
    }

    /**
     * When a step could last do its work by the monotonic clock, with or without the store's help: what liveness asks
     * for.
     */
    Instant lastStep() {
        return lastStep;
    }

    void schedule(@Observes Ticker ticker) {
        ticker.overlapping(TICK, this::tick);
    }

    /** The next tick's pass waits for this one's step to end; the pass before sees that and ends. */
    void tick() throws InterruptedException {
        if (!open || turn.getQueueLength() > 0) {
            return; // one more run is waiting already
        }
        long mine = ticks.incrementAndGet();
        waiter.wake();
        turn.lockInterruptibly();
        try {
            pass(mine);
        } finally {
            turn.unlock();
        }
    }

    private void pass(long mine) throws InterruptedException {
        while (open && ticks.get() == mine) {
            long ticket = waiter.ticket();
            Instant next;
            try {
                next = loop.step();
            } catch (RuntimeException | Error e) {
                faults.failed(PASS, e); // the next tick begins anew
                return;
            }
            faults.worked(PASS);
            if (loop.runs()) {
                lastStep = monotonic.instant();
            }
            if (open && ticks.get() == mine && next.isAfter(clock.instant())) {
                waiter.await(next, ticket);
            }
        }
    }
}
