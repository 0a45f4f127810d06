package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.RefusedKey;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The keys under {@code watcher.polling}: those of every watch, and the daemon's own. */
@RefusedKey(key = "call-cost")
@ConfigMapping(prefix = "watcher.polling")
public interface PollingConfig extends PollingKeys {
    /** How long a watch may take from its start before it is TIMED_OUT. */
    @WithDefault("2h")
    Duration deadline();

    /** How long a node may keep a claimed watch; a whole poll takes less. */
    @WithDefault("30s")
    Duration lease();
}
