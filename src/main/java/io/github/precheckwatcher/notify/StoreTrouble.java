package io.github.precheckwatcher.notify;

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
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Tells the log once when the store does not work and once when it does again, whoever noticed: one cause, one message.
 * A store that can be read only, its disk full perhaps, does not work: what it refused to write is over once something is
 * written; that it was away or busy is over with any answer, so that an idle daemon says so too. Either must last for five
 * seconds without a fault: a disk with room for some takes one write and refuses the next. Once the daemon stops nothing
 * is told: connections close under whoever still asks. Thread safe.
 */
@ApplicationScoped
public class StoreTrouble {
    private static final Logger LOG = Logger.getLogger(StoreTrouble.class);
    private static final int LIMIT = 300;
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final Clock clock;
    private final AtomicReference<Trouble> trouble = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * What is known.
     *
     * @param since the first fault
     * @param last the latest one
     * @param writing whether it perhaps cannot write
     */
    private record Trouble(Instant since, Instant last, boolean writing) {
        Trouble and(Trouble later) {
            return new Trouble(since, later.last, writing || later.writing);
        }

        Trouble written() {
            return new Trouble(since, last, false);
        }
    }

    /** @param clock one that nobody sets */
    public StoreTrouble(@Identifier("monotonic") Clock clock) {
        this.clock = clock;
    }

    /** The store failed where it was to write: unless it says otherwise ({@link StoreFault}) it perhaps cannot. */
    public void failed(RuntimeException fault) {
        begin(fault, StoreFault.kind(fault) == StoreFault.Kind.REFUSED);
    }

    /** The store could not be read. */
    public void unreadable(RuntimeException fault) {
        begin(fault, false);
    }

    private void begin(RuntimeException fault, boolean writing) {
        if (stopped) {
            LOG.debug("the store failed while the daemon stops", fault);
            return;
        }
        Instant at = clock.instant();
        Trouble now = new Trouble(at, at, writing);
        Trouble before = trouble.getAndUpdate(t -> t == null ? now : t.and(now));
        if (before != null) {
            LOG.debug("the store still fails", fault);
            return;
        }
        LogLine.of("store")
                .with("state", "FAILING")
                .with("error", VendorText.oneLine(root(fault), LIMIT))
                .with(
                        "remedy",
                        "see that the database is up and its disk has room; watches and deliveries wait and go on by themselves")
                .error(LOG);
        LOG.debug("the store fails", fault);
    }

    /** The store was written: to be said after a transaction that changed something, and no other. */
    public void worked() {
        trouble.updateAndGet(t -> t == null ? null : t.written());
        readable();
    }

    /** The store was read. */
    public void readable() {
        Trouble over = trouble.get();
        if (over != null
                && !over.writing()
                && !clock.instant().isBefore(over.last().plus(SETTLED))
                && trouble.compareAndSet(over, null)) {
            ended(over);
        }
    }

    /** The daemon stops: from now on nothing is told. */
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

    private void ended(Trouble over) {
        if (stopped) {
            return;
        }
        LogLine.of("store")
                .with("state", "OK")
                .with("was", "FAILING")
                .with("for", Duration.between(over.since(), clock.instant()))
                .info(LOG);
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
