package io.github.precheckwatcher.config.upkeep;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Transport;
import java.time.Duration;

/**
 * How the heartbeat is sent.
 *
 * @param transport one address, and how it is reached
 * @param interval how often, >= 1 s
 * @param method how
 */
public record HeartbeatSettings(Transport transport, Duration interval, HeartbeatConfig.Method method) {
    /** The shortest interval. */
    static final Duration LEAST = Duration.ofSeconds(1);

    public HeartbeatSettings {
        requireNonNull(transport, "transport");
        requireNonNull(interval, "interval");
        requireNonNull(method, "method");
        if (interval.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("a heartbeat's interval is at least a second");
        }
    }
}
