package io.github.precheckwatcher.config.upkeep;

import java.util.Optional;

/** The keys of {@code watcher.summary}. */
public interface SummaryConfig {
    /** When the summary is sent each day, as {@code "08:30"}. */
    Optional<String> at();

    /** The time zone of {@code at}, as {@code Asia/Shanghai} or {@code +08:00}; absent: the host's. */
    Optional<String> zone();
}
