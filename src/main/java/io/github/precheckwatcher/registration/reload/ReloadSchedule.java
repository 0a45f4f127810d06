package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at the files every so often, and at once after a SIGHUP, in a thread of its own: nothing else waits for it. */
@ApplicationScoped
public class ReloadSchedule {
    private static final Logger LOG = Logger.getLogger(ReloadSchedule.class);
    private static final Place LOOK = Place.job("reload");

    /** How often what was left is tried again where the files are not looked at. */
    private static final Duration WITHOUT_FILES = Duration.ofSeconds(2);

    /** All files are read at each look. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private final ConfigReload reload;
    private final CurrentConfig config;
    private final FaultLog faults;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "precheck-reload");
        thread.setDaemon(true);
        return thread;
    });

    public ReloadSchedule(ConfigReload reload, CurrentConfig config, FaultLog faults) {
        this.reload = reload;
        this.config = config;
        this.faults = faults;
    }

    void begin(@Observes Ticker ticker) {
        if (!HangupSignal.handle(() -> run(() -> reload.reload(Trigger.SIGNAL)))) {
            LogLine.of("reload")
                    .with("signal", "IGNORED")
                    .with(
                            "reason",
                            "SIGHUP does not reach this process, as under nohup or with -Xrs; use the command reload")
                    .info(LOG);
        }
        next();
    }

    private void next() {
        Duration interval = config.config().source().reloadInterval();
        Duration wanted = interval.isZero() ? WITHOUT_FILES : interval;
        Duration pause = wanted.compareTo(LEAST) < 0 ? LEAST : wanted;
        try {
            thread.schedule(
                    () -> {
                        faults.guard(LOOK, reload::look);
                        next();
                    },
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("no further look: the daemon stops");
        }
    }

    private void run(Runnable work) {
        try {
            thread.execute(() -> faults.guard(LOOK, work));
        } catch (RejectedExecutionException e) {
            LOG.debug("a signal came while the daemon stops");
        }
    }

    /** No further look; a reload that is under way goes on until the store is closed. */
    void stop(@Observes @Priority(0) ShutdownEvent event) {
        thread.shutdown();
    }
}
