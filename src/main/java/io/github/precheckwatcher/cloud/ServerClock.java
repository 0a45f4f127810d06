package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** The time that an account's server goes by: our clock's until the server refused it. Thread-safe. */
final class ServerClock {
    private static final Logger LOG = Logger.getLogger(ServerClock.class);
    private static final Duration NOTEWORTHY = Duration.ofMinutes(1);

    private final String account;
    private final Clock clock;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    ServerClock(String account, Clock clock) {
        this.account = requireNonNull(account, "account");
        this.clock = requireNonNull(clock, "clock");
    }

    Instant now() {
        return clock.instant().plus(offset.get());
    }

    /** Goes by the server's time from now on. */
    void correct(Instant serverTime) {
        Duration now = Duration.between(clock.instant(), serverTime);
        Duration before = offset.getAndSet(now);
        if (before.minus(now).abs().compareTo(NOTEWORTHY) > 0) {
            // how much this clock is ahead of the cloud's; the notify package's LogLine is not for this one
            if (now.abs().compareTo(NOTEWORTHY) > 0) {
                LOG.warnf(
                        "clock account=%s skew=%s remedy=\"set this host's clock; the cloud's is used meanwhile\"",
                        account, shown(now.negated()));
            } else {
                LOG.infof("clock account=%s skew=%s", account, shown(now.negated()));
            }
        }
    }

    /** As in {@code -1h3m12s}, to the second. */
    private static String shown(Duration duration) {
        Duration size = duration.abs();
        return (duration.isNegative() ? "-" : "")
                + (size.toHours() > 0 ? size.toHours() + "h" : "")
                + (size.toMinutes() > 0 ? size.toMinutesPart() + "m" : "")
                + size.toSecondsPart() + "s";
    }
}
