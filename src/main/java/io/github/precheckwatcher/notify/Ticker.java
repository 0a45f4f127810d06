package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs what the daemon does again and again, on worker threads. Measures time by {@link System#nanoTime}: a scheduler
 * that goes by the wall clock, as Quarkus's does, runs nothing while a clock that was set back catches up. Thread safe.
 *
 * <p>{@link #begin} fires it as an event; who has work observes that and hands it over by {@link #every}.
 */
@ApplicationScoped
public class Ticker {
    private static final Logger LOG = Logger.getLogger(Ticker.class);

    private final Event<Ticker> begins;
    private final ScheduledExecutorService workers;
    private final ScheduledExecutorService timer = timer();

    public Ticker(Event<Ticker> begins, ScheduledExecutorService workers) {
        this.begins = begins;
        this.workers = requireNonNull(workers, "workers");
    }

    /** What is done at each tick; may block. What it throws is logged, and the next tick runs it again. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    private static ScheduledExecutorService timer() {
        var timer = (ScheduledThreadPoolExecutor) Executors.newScheduledThreadPool(1, work -> {
            var thread = new Thread(work, "precheck-ticker");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Asks all observers for their work. To be called once, when configuration, store and accounts are ready. */
    public void begin() {
        begins.fire(this);
    }

    /** No further tick; what runs goes on. */
    public void stop() {
        timer.shutdownNow();
    }

    /** Runs work at once and then so often. A tick that comes while the work still runs is left out. */
    public void every(Duration period, Work work) {
        every(Duration.ZERO, period, work);
    }

    /** As {@link #every(Duration, Work)}, but the first time only after a delay. */
    public void every(Duration delay, Duration period, Work work) {
        var running = new AtomicBoolean();
        overlapping(delay, period, () -> {
            if (running.compareAndSet(false, true)) {
                try {
                    work.run();
                } finally {
                    running.set(false);
                }
            }
        });
    }

    /** As {@link #every(Duration, Work)}, but each tick runs the work, whether or not it still runs. */
    public void overlapping(Duration period, Work work) {
        overlapping(Duration.ZERO, period, work);
    }

    private void overlapping(Duration delay, Duration period, Work work) {
        timer.scheduleWithFixedDelay(() -> begin(work), delay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whatever it meets, the timer goes on. */
    private void begin(Work work) {
        try {
            workers.execute(() -> run(work));
        } catch (RuntimeException | Error e) {
            LOG.debug("no worker for a tick", e);
        }
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("a periodic task failed; its next tick runs it again", e);
        }
    }
}
