package io.github.precheckwatcher.config.upkeep;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the daemon sends of its own accord.
 *
 * @param heartbeat empty: none is sent
 * @param summary empty: none is made
 */
public record UpkeepSettings(Optional<HeartbeatSettings> heartbeat, Optional<SummarySettings> summary) {
    public UpkeepSettings {
        requireNonNull(heartbeat, "heartbeat");
        requireNonNull(summary, "summary");
    }
}
