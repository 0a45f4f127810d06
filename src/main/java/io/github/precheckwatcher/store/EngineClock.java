package io.github.precheckwatcher.store;

import static java.util.Objects.requireNonNull;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock that watches, accounts and deliveries go by, and the one that is injected as {@link Clock}. On PostgreSQL it
 * shows the database's time, which all nodes share: {@link ClockSkew} measures and corrects it. On H2 it shows the host's
 * time at the start of the process and what has gone by since. Between two corrections it runs evenly: that somebody
 * sets the host's clock does not change it. Thread safe.
 */
@Singleton
public final class EngineClock extends Clock {
    private final Clock monotonic;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    public EngineClock(@Identifier("monotonic") Clock monotonic) {
        this.monotonic = requireNonNull(monotonic, "monotonic");
    }

    @Override
    public Instant instant() {
        return monotonic.instant().plus(offset.get());
    }

    /** Sets it forward, or back when {@code correction} is below zero. */
    void correct(Duration correction) {
        offset.updateAndGet(correction::plus);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the zone of a reader is the message's business");
    }
}
