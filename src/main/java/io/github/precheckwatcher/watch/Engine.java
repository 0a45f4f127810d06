package io.github.precheckwatcher.watch;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts and stops the engine: accounts, recorder, passes. */
@ApplicationScoped
public class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);
    /** How long calls in flight may take to finish at a graceful stop. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final long PATIENCE_MILLIS = 100;

    private final AccountDesk accounts;
    private final PollPass pass;
    private final PollLoop loop;
    private final RecorderQueue answers;
    private final ExecutorService recording = Executors.newSingleThreadExecutor(r -> {
        Thread thread = new Thread(r, "precheck-recorder");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean recorderRuns;

    public Engine(AccountDesk accounts, PollPass pass, PollLoop loop, RecorderQueue answers) {
        this.accounts = accounts;
        this.pass = pass;
        this.loop = loop;
        this.answers = answers;
    }

    /** Opens the accounts' rows; throws what the store throws. Before {@link #start}. */
    public void openAccounts() {
        accounts.open();
    }

    /** Begins to poll. */
    public void start() {
        recorderRuns = true;
        recording.execute(this::recordUntilStopped);
        pass.open();
    }

    private void recordUntilStopped() {
        try {
            while (recorderRuns || answers.pending() > 0) {
                answers.drain(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the recorder failed and begins anew", e);
            recording.execute(this::recordUntilStopped);
        }
    }

    /** Graceful stop: no more claims, calls in flight finish within a bound, the rest is given back. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (!recorderRuns) {
            return;
        }
        pass.close();
        recorderRuns = false;
        recording.shutdown();
        try {
            long end = System.nanoTime() + GRACE.toNanos();
            while (loop.busy() > 0 && System.nanoTime() < end) {
                recording.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
            loop.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("leases could not be given back; they end by themselves: " + e.getMessage());
        }
    }
}
