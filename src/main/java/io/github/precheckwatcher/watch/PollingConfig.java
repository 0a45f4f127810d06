package io.github.precheckwatcher.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The keys under {@code watcher.polling}: defaults for every watch. */
@ConfigMapping(prefix = "watcher.polling")
public interface PollingConfig {
    /** How the gaps between polls are chosen. */
    @WithDefault("backoff")
    PollPolicyKind policy();

    /** The gap of {@code fixed}, and the first gap of {@code backoff}. */
    @WithDefault("5s")
    Duration interval();

    /** The shortest gap of {@code backoff}. */
    @WithDefault("1s")
    Duration minGap();

    /** The longest gap of {@code backoff}. */
    @WithDefault("60s")
    Duration maxGap();

    /** How long a watch may take from its start before it is TIMED_OUT. */
    @WithDefault("2h")
    Duration deadline();

    /** More errors in a row than this abandon a watch. */
    @WithDefault("10")
    int maxConsecutiveErrors();

    /** How long a node may keep a claimed watch; a whole poll takes less. */
    @WithDefault("30s")
    Duration lease();
}
