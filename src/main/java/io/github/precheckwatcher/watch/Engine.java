package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts and stops the engine: accounts, recorder, passes. */
@ApplicationScoped
public class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);
    private static final Place RECORDER = Place.job("recorder");
    /** How long a running step, a claim at most, may take to end at a graceful stop. */
    private static final Duration STEP_GRACE = Duration.ofSeconds(2);
    /** How long calls in flight may take to be answered and written then. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final AccountUpdates accounts;
    private final PollPass pass;
    private final PollLoop loop;
    private final RecorderQueue answers;
    private final FaultLog faults;
    private final CountDownLatch recorded = new CountDownLatch(1);
    private volatile boolean started;
    private volatile boolean stopping;
    private volatile boolean over;

    public Engine(AccountUpdates accounts, PollPass pass, PollLoop loop, RecorderQueue answers, FaultLog faults) {
        this.accounts = accounts;
        this.pass = pass;
        this.loop = loop;
        this.answers = answers;
        this.faults = faults;
    }

    /** Opens the accounts' rows; throws what the store throws. Before {@link #start}. */
    public void openAccounts() {
        accounts.open();
    }

    /** Begins to poll. */
    public void start() {
        started = true;
        Thread recorder = new Thread(this::recordUntilStopped, "precheck-recorder");
        recorder.setDaemon(true);
        recorder.start();
        pass.open();
    }

    /** Whether what polls say is recorded, or need not be yet, or no more. */
    boolean records() {
        return !started || recorded.getCount() > 0;
    }

    /** Records until the stop has nothing more to wait for: an answer that is there is written, whatever else fails. */
    private void recordUntilStopped() {
        try {
            while (!over) {
                boolean idle = drained() == 0;
                if (idle && stopping && loop.busy() == 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            recorded.countDown();
        }
    }

    private int drained() throws InterruptedException {
        try {
            int drained = answers.drain(PATIENCE);
            faults.worked(RECORDER);
            return drained;
        } catch (RuntimeException | Error e) {
            faults.failed(RECORDER, e); // it goes on with the next answers
            return 1;
        }
    }

    /** Graceful stop: no more claims, calls in flight finish within a bound, the rest is given back. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stop();
    }

    void stop() {
        if (!started) {
            return;
        }
        started = false;
        try {
            pass.close(STEP_GRACE);
            stopping = true;
            if (!recorded.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LogLine.of("stop").with("unanswered", loop.busy()).info(LOG);
            }
            over = true;
            loop.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LogLine.of("stop")
                    .with("error", String.valueOf(e.getMessage()))
                    .with("reason", "leases could not be given back; they end by themselves")
                    .warn(LOG);
        }
    }
}
