package io.github.precheckwatcher.config.upkeep;

import static java.util.Objects.requireNonNull;

import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When the daily summary is sent.
 *
 * @param at the time of day
 * @param zone where
 */
public record SummarySettings(LocalTime at, ZoneId zone) {
    public SummarySettings {
        requireNonNull(at, "at");
        requireNonNull(zone, "zone");
    }
}
