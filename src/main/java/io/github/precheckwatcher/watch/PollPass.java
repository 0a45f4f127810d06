package io.github.precheckwatcher.watch;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * What one scheduler tick starts: a pass that goes on claiming and polling until the next tick takes over, so that
 * neither rate nor delay hangs on the tick (the scheduler's floor is one second).
 */
@ApplicationScoped
public class PollPass {
    private static final Logger LOG = Logger.getLogger(PollPass.class);

    private final PollLoop loop;
    private final Waiter waiter;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicLong ticks = new AtomicLong();
    private volatile boolean open;
    private volatile Instant lastTick;

    public PollPass(PollLoop loop, Waiter waiter, Clock clock) {
        this.loop = loop;
        this.waiter = waiter;
        this.clock = clock;
        this.lastTick = clock.instant();
    }

    /** Lets ticks poll from now on: configuration, store and accounts are ready. */
    public void open() {
        open = true;
        waiter.wake();
    }

    /** No further claims; ends the running pass. */
    public void close() {
        open = false;
        waiter.wake();
    }

    /** When the scheduler last called: what liveness asks for. */
    Instant lastTick() {
        return lastTick;
    }

    /** The next tick's pass waits for this one's step to end; the pass before sees that and ends. */
    @Scheduled(every = "1s", identity = "poll-pass", concurrentExecution = Scheduled.ConcurrentExecution.PROCEED)
    void tick() throws InterruptedException {
        lastTick = clock.instant();
        if (!open || turn.getQueueLength() > 0) {
            return; // one successor is waiting already
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
            } catch (RuntimeException e) {
                LOG.error("a poll pass failed; the next tick begins anew", e);
                return;
            }
            if (open && ticks.get() == mine && next.isAfter(clock.instant())) {
                waiter.await(next, ticket);
            }
        }
    }
}
