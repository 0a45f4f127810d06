package io.github.precheckwatcher.watch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How the engine waits: until a time, or until somebody wakes it. Injected, so that tests need not wait. */
@ApplicationScoped
public class Waiter {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private long wakes;
    private long nudges;

    public Waiter(Clock clock) {
        this.clock = clock;
    }

    /** The number of wakes and nudges so far: whoever reads it before looking for work misses none that comes meanwhile. */
    public long ticket() {
        lock.lock();
        try {
            return wakes + nudges;
        } finally {
            lock.unlock();
        }
    }

    /** The number of wakes so far: when it has grown, there may be work anywhere. */
    long wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until then, or until a wake or nudge that came after {@code ticket} was drawn. */
    public void await(Instant until, long ticket) throws InterruptedException {
        lock.lock();
        try {
            long nanos = Duration.between(clock.instant(), until).toNanos();
            while (wakes + nudges == ticket && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting of {@link #await}: there may be work anywhere. */
    public void wake() {
        lock.lock();
        try {
            wakes++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting of {@link #await} for work that is known already: no reason to look for more elsewhere. */
    void nudge() {
        lock.lock();
        try {
            nudges++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long whatever comes: before something that failed is tried again. */
    public void pause(Duration span) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(span.toNanos());
    }
}
