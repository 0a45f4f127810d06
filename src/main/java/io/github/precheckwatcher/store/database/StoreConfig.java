package io.github.precheckwatcher.store.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** The keys of the store. */
@ConfigMapping(prefix = "watcher")
public interface StoreConfig {
    /** Which database keeps the watches. */
    @WithDefault("h2")
    Kind store();

    /** Where the embedded database's file lies. */
    @WithDefault("data")
    Path dataDir();

    /** How long ended watches keep their report. */
    @WithDefault("30d")
    Duration retention();

    /** The databases. */
    enum Kind {
        H2,
        POSTGRESQL
    }
}
