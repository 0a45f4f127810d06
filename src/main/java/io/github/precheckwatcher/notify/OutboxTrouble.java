package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.precheck.VendorText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Tells the log once when the outbox cannot be reached and once when it can again. Thread safe. */
final class OutboxTrouble {
    private static final Logger LOG = Logger.getLogger(OutboxTrouble.class);
    private static final int LIMIT = 300;

    private final Clock clock;
    private final AtomicReference<Instant> since = new AtomicReference<>();

    OutboxTrouble(Clock clock) {
        this.clock = clock;
    }

    void failed(RuntimeException fault) {
        if (!since.compareAndSet(null, clock.instant())) {
            LOG.debug("outbox still unreachable", fault);
            return;
        }
        LogLine.of("outbox")
                .with("state", "UNREACHABLE")
                .with("error", VendorText.oneLine(root(fault), LIMIT))
                .with("remedy", "see that the database is up; deliveries wait and go on by themselves when it is")
                .error(LOG);
        LOG.debug("outbox unreachable", fault);
    }

    void worked() {
        Instant began = since.get();
        if (began != null && since.compareAndSet(began, null)) {
            LogLine.of("outbox")
                    .with("state", "OK")
                    .with("was", "UNREACHABLE")
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
