package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * What the engine itself needs to know.
 *
 * @param lease how long a claim lasts; above the longest possible poll
 * @param callsPerSecond the configured budget of each account, by account name
 * @param alreadyEnded what follows when a watch of the first start had ended before
 */
public record EngineSettings(Duration lease, Map<String, Double> callsPerSecond, AlreadyEnded alreadyEnded) {
    /** The longest lease that the configuration accepts. */
    public static final Duration LEASE_MAX = Duration.ofHours(1);

    public EngineSettings {
        requireNonNull(lease, "lease");
        callsPerSecond = Map.copyOf(callsPerSecond);
        requireNonNull(alreadyEnded, "alreadyEnded");
    }
}
