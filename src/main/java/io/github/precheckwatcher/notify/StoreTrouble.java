package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.precheck.VendorText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Tells the log once when the store does not work and once when it does again, whoever noticed: one cause, one message.
 * Thread safe.
 */
@ApplicationScoped
public class StoreTrouble {
    private static final Logger LOG = Logger.getLogger(StoreTrouble.class);
    private static final int LIMIT = 300;

    private final Clock clock;
    private final AtomicReference<Instant> since = new AtomicReference<>();

    public StoreTrouble(Clock clock) {
        this.clock = clock;
    }

    /** The store failed. */
    public void failed(RuntimeException fault) {
        if (!since.compareAndSet(null, clock.instant())) {
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

    /** The store did what it was asked. */
    public void worked() {
        Instant began = since.get();
        if (began != null && since.compareAndSet(began, null)) {
            LogLine.of("store")
                    .with("state", "OK")
                    .with("was", "FAILING")
                    .with("for", Duration.between(began, clock.instant()))
                    .info(LOG);
        }
    }

    private static String root(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
