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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Says in the log when the store begins to fail, when it fails for another reason, and when it works again, whoever
 * noticed: one cause, one message. A store that can be read only, its disk full perhaps, does not work: what it refused to
 * write is over once something is written; that it was away or busy is over with any answer, so that an idle daemon says
 * so too. Either must last for five seconds without a fault: a disk with room for some takes one write and refuses the
 * next. Once the daemon stops nothing is said: connections close under whoever still asks. Thread safe.
 */
@ApplicationScoped
public class StoreTrouble {
    private static final Logger LOG = Logger.getLogger(StoreTrouble.class);
    private static final int LIMIT = 300;
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** A refused row says nothing about the store, and is not said more often than this. */
    private static final Duration ROWS = Duration.ofMinutes(1);

    private final Clock clock;
    private final AtomicReference<Trouble> trouble = new AtomicReference<>();
    private final AtomicReference<Instant> rowAt = new AtomicReference<>(Instant.MIN);
    private volatile boolean stopped;

    /**
     * What is known.
     *
     * @param since the first fault
     * @param last the latest one
     * @param writing whether it perhaps cannot write
     * @param vainSince the first fault that nothing succeeded after
     * @param said the remedies that are in the log
     */
    private record Trouble(
            Instant since, Instant last, boolean writing, Optional<Instant> vainSince, Set<String> said) {
        static Trouble first(Instant at, boolean writing, String remedy) {
            return new Trouble(at, at, writing, Optional.of(at), Set.of(remedy));
        }

        Trouble and(Trouble later) {
            Set<String> all = new HashSet<>(said);
            all.addAll(later.said);
            return new Trouble(
                    since, later.last, writing || later.writing, vainSince.or(later::vainSince), Set.copyOf(all));
        }

        Trouble written() {
            return new Trouble(since, last, false, Optional.empty(), said);
        }

        Trouble answered() {
            return writing ? this : written();
        }
    }

    /** @param clock one that nobody sets */
    public StoreTrouble(@Identifier("monotonic") Clock clock) {
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
        Instant now = clock.instant();
        Instant before = rowAt.getAndUpdate(at -> at.plus(ROWS).isAfter(now) ? at : now);
        LOG.debug("the store refuses a row", fault);
        if (!stopped && !before.plus(ROWS).isAfter(now)) {
            LogLine.of("store")
                    .with("state", "ROW_REFUSED")
                    // not the driver's own words, which quote the row
                    .with("error", VendorText.oneLine(String.valueOf(fault.getMessage()), LIMIT))
                    .with("remedy", StoreFault.remedy(fault))
                    .error(LOG);
        }
    }

    private void begin(RuntimeException fault, boolean writing) {
        if (stopped) {
            LOG.debug("the store failed while the daemon stops", fault);
            return;
        }
        String remedy = StoreFault.remedy(fault);
        Trouble now = Trouble.first(clock.instant(), writing, remedy);
        Trouble before = trouble.getAndUpdate(t -> t == null ? now : t.and(now));
        if (before != null && before.said().contains(remedy)) {
            LOG.debug("the store still fails", fault);
            return;
        }
        LogLine.of("store")
                .with("state", "FAILING")
                .with("error", VendorText.oneLine(root(fault), LIMIT))
                .with("remedy", remedy + "; watches and deliveries wait and go on by themselves")
                .error(LOG);
        LOG.debug("the store fails", fault);
    }

    /** The store was written: to be said after a transaction that changed something, and no other. */
    public void worked() {
        trouble.updateAndGet(t -> t == null ? null : t.written());
        end();
    }

    /** The store was read. */
    public void readable() {
        trouble.updateAndGet(t -> t == null ? null : t.answered());
        end();
    }

    private void end() {
        Trouble over = trouble.get();
        if (over != null
                && !over.writing()
                && !clock.instant().isBefore(over.last().plus(SETTLED))
                && trouble.compareAndSet(over, null)) {
            ended(over);
        }
    }

    /** Whether the log says that the store fails. */
    public boolean failing() {
        return trouble.get() != null;
    }

    /** Whether nothing at all has succeeded for longer than this: no write, or where reads failed no read. */
    public boolean failsFor(Duration longer) {
        Trouble now = trouble.get();
        return now != null
                && now.vainSince()
                        .filter(since ->
                                Duration.between(since, clock.instant()).compareTo(longer) > 0)
                        .isPresent();
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
