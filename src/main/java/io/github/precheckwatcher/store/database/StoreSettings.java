package io.github.precheckwatcher.store.database;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how long things are kept.
 *
 * @param kind which database
 * @param dataDir where the embedded database's file lies
 * @param retention how long ended watches keep their report, > 0
 */
public record StoreSettings(StoreConfig.Kind kind, Path dataDir, Duration retention) {
    public StoreSettings {
        requireNonNull(kind, "kind");
        requireNonNull(dataDir, "dataDir");
        requireNonNull(retention, "retention");
    }
}
