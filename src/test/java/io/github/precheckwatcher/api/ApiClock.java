package io.github.precheckwatcher.api;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The host's clock, until a test stops it. */
public class ApiClock extends Clock {
    private volatile Instant stoppedAt;

    void stopAt(Instant time) {
        stoppedAt = time;
    }

    void run() {
        stoppedAt = null;
    }

    @Override
    public Instant instant() {
        Instant stopped = stoppedAt;
        return stopped == null ? Clock.systemUTC().instant() : stopped;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
