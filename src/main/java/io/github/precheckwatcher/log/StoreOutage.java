package io.github.precheckwatcher.log;

import io.github.precheckwatcher.precheck.VendorText;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Says in the log when the store begins to fail, when it fails for another reason, and when it works again, whoever
 * noticed: one cause, one message. A store that can be read only, its disk full perhaps, does not work: what it refused to
 * write is over once something is written; that it was away or busy is over with any answer, so that an idle daemon says
 * so too. Either must last for five seconds without a fault: a disk with room for some takes one write and refuses the
 * next. Once the daemon stops nothing is said: connections close under whoever still asks. Thread safe.
 */
@ApplicationScoped
public class StoreOutage {
    private static final Logger LOG = Logger.getLogger(StoreOutage.class);
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** A refused row says nothing about the store, and is not said more often than this. */
    private static final Duration ROWS = Duration.ofMinutes(1);

    private final Clock clock;
    private final Episode outage = new Episode(Duration.ZERO);
    private final Episode refusedRows = new Episode(ROWS);
    private volatile boolean stopped;

    /** Whether the outage goes on: whoever finds the store healthy asks this alone. */
    private volatile boolean failing;

    /** The latest fault. Under the lock, as are those below. */
    private Instant last = Instant.MIN;

    /** Whether the store perhaps cannot write. */
    private boolean writing;

    /** The first fault that nothing succeeded after. */
    private Optional<Instant> vainSince = Optional.empty();

    /** @param clock one that nobody sets */
    public StoreOutage(@Identifier("monotonic") Clock clock) {
        this.clock = clock;
    }

    /** The store failed where it was to write: unless it says otherwise ({@link StoreFault}) it perhaps cannot. */
    public void failed(RuntimeException fault) {
        StoreFault.Kind kind = StoreFault.kind(fault);
        if (kind == StoreFault.Kind.CONTENT) {
            refusedRow(fault);
        } else {
            begin(fault, kind == StoreFault.Kind.REFUSED || kind == StoreFault.Kind.READ_ONLY);
        }
    }

    /** The store could not be read. */
    public void unreadable(RuntimeException fault) {
        begin(fault, false);
    }

    private void refusedRow(RuntimeException fault) {
        LOG.debug("the store refuses a row", fault);
        if (!stopped && refusedRows.isNews("row", clock.instant())) {
            LogLine.of("store")
                    .with("state", "ROW_REFUSED")
                    .with("error", StoreFault.words(fault))
                    .with("remedy", StoreFault.remedy(fault))
                    .error(LOG);
        }
    }

    private void begin(RuntimeException fault, boolean amidWriting) {
        if (stopped) {
            LOG.debug("the store failed while the daemon stops", fault);
            return;
        }
        String remedy = StoreFault.remedy(fault);
        if (!isNews(remedy, amidWriting)) {
            LOG.debug("the store still fails", fault);
            return;
        }
        LogLine.of("store")
                .with("state", "FAILING")
                .with("error", VendorText.oneLine(root(fault), StoreFault.WORDS))
                .with("remedy", remedy + "; watches and deliveries wait and go on by themselves")
                .error(LOG);
        LOG.debug("the store fails", fault);
    }

    private synchronized boolean isNews(String remedy, boolean amidWriting) {
        Instant now = clock.instant();
        failing = true;
        last = now;
        writing |= amidWriting;
        vainSince = vainSince.or(() -> Optional.of(now));
        return outage.occurs(remedy, now);
    }

    /** The store was written: to be said after a transaction that changed something, and no other. */
    public void worked() {
        answered(true);
    }

    /** The store was read. */
    public void readable() {
        answered(false);
    }

    private void answered(boolean written) {
        if (failing) {
            over(written)
                    .filter(lasted -> !stopped)
                    .ifPresent(lasted -> LogLine.of("store")
                            .with("state", "OK")
                            .with("was", "FAILING")
                            .with("for", lasted)
                            .info(LOG));
        }
    }

    /** How long the outage lasted that this answer ends; empty: it ends none. */
    private synchronized Optional<Duration> over(boolean written) {
        if (written || !writing) {
            writing = false;
            vainSince = Optional.empty();
        }
        Instant now = clock.instant();
        if (writing || now.isBefore(last.plus(SETTLED))) {
            return Optional.empty();
        }
        failing = false;
        return outage.end(now);
    }

    /** Whether the log says that the store fails. */
    public boolean failing() {
        return failing;
    }

    /** Whether nothing at all has succeeded for longer than this: no write, or where reads failed no read. */
    public synchronized boolean failsFor(Duration longer) {
        return vainSince
                .filter(since -> Duration.between(since, clock.instant()).compareTo(longer) > 0)
                .isPresent();
    }

    /** The daemon stops: from now on nothing is logged. */
    public void stop() {
        stopped = true;
    }

    /** Whether the daemon stops. */
    public boolean stopped() {
        return stopped;
    }

    /** Before the beans that others observe the stop with, for theirs may take a while. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
        stop();
    }

    private static String root(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName()
                + (cause.getMessage() == null ? "" : ": " + DatabaseUrls.hidden(cause.getMessage()));
    }
}
