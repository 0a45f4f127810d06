package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.quarkus.scheduler.Scheduler;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs what the daemon does again and again, on worker threads, by Quarkus's scheduler. That goes by the wall clock, so
 * after the clock was set back it would run nothing until the clock has caught up: then all work is scheduled anew.
 * Thread safe.
 *
 * <p>{@link #begin} fires it as an event; who has work observes that and hands it over by {@link #every}.
 */
@ApplicationScoped
public class Ticker {
    private static final Logger LOG = Logger.getLogger(Ticker.class);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** A clock that is set back by less delays a tick by no more than that. */
    private static final Duration TOLERATED = Duration.ofMillis(500);

    private final Event<Ticker> begins;
    private final Scheduler scheduler;
    private final Executor workers;
    private final Clock host;
    private final Clock monotonic;
    private final List<Job> jobs = new ArrayList<>();
    /** Not the scheduler's own thread: this one must run when that runs nothing. */
    private final ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "precheck-ticker");
        thread.setDaemon(true);
        return thread;
    });

    private Duration ahead;

    @Inject
    public Ticker(
            Event<Ticker> begins,
            Scheduler scheduler,
            ScheduledExecutorService workers,
            @Identifier("host") Clock host,
            @Identifier("monotonic") Clock monotonic) {
        this(begins, scheduler, (Executor) workers, host, monotonic);
    }

    /** @param workers for work that may block */
    Ticker(
            Event<Ticker> begins,
            Scheduler scheduler,
            Executor workers,
            @Identifier("host") Clock host,
            @Identifier("monotonic") Clock monotonic) {
        this.begins = begins;
        this.scheduler = requireNonNull(scheduler, "scheduler");
        this.workers = requireNonNull(workers, "workers");
        this.host = requireNonNull(host, "host");
        this.monotonic = requireNonNull(monotonic, "monotonic");
    }

    /** What is done at each tick; may block. What it throws is logged, and the next tick runs it again. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    private record Job(String identity, Duration delay, Duration period, Runnable task) {}

    /** Asks all observers for their work. To be called once, when configuration, store and accounts are ready. */
    public void begin() {
        begins.fire(this);
        look();
        guard.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        scheduler.resume();
        runAtOnce();
    }

    /** What has no delay does not wait for the scheduler's first tick, which is up to a second away. */
    synchronized void runAtOnce() {
        jobs.stream().filter(job -> job.delay().isZero()).forEach(job -> workers.execute(job.task()));
    }

    /** No further tick; what runs goes on. */
    @PreDestroy
    public void stop() {
        guard.shutdownNow();
        if (scheduler.isStarted()) {
            scheduler.pause();
        }
    }

    /**
     * Runs work at once and then so often. A tick that comes while the work still runs is left out.
     *
     * @param period at least a second
     */
    public void every(Duration period, Work work) {
        every(Duration.ZERO, period, work);
    }

    /** As {@link #every(Duration, Work)}, but the first time only after a delay. */
    public void every(Duration delay, Duration period, Work work) {
        // not the scheduler's own way to skip: it knows nothing of a run that began before the work was scheduled anew
        var running = new AtomicBoolean();
        add(delay, period, () -> {
            if (running.compareAndSet(false, true)) {
                try {
                    run(work);
                } finally {
                    running.set(false);
                }
            }
        });
    }

    /** As {@link #every(Duration, Work)}, but each tick runs the work, whether or not it still runs. */
    public void overlapping(Duration period, Work work) {
        add(Duration.ZERO, period, () -> run(work));
    }

    private synchronized void add(Duration delay, Duration period, Runnable task) {
        Job job = new Job("tick-" + jobs.size(), delay, period, task);
        jobs.add(job);
        schedule(job);
    }

    private void schedule(Job job) {
        var definition = scheduler
                .newJob(job.identity())
                .setInterval(job.period().toString())
                .setTask(execution -> job.task().run());
        if (!job.delay().isZero()) {
            definition.setDelayed(job.delay().toString());
        }
        definition.schedule();
    }

    /** Schedules all work anew if the wall clock was set back since the last look. */
    synchronized void look() {
        Duration now = Duration.between(monotonic.instant(), host.instant());
        boolean setBack = ahead != null && now.compareTo(ahead.minus(TOLERATED)) < 0;
        ahead = now;
        if (!setBack) {
            return;
        }
        try {
            for (Job job : jobs) {
                scheduler.unscheduleJob(job.identity());
                schedule(job);
            }
        } catch (RuntimeException e) {
            ahead = now.plus(TOLERATED).plus(LOOK); // tried again at the next look
            LOG.error("periodic work could not be scheduled anew after the clock was set back", e);
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
