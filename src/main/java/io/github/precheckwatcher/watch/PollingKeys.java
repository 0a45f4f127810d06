package io.github.precheckwatcher.watch;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The keys of polling that a task may set for itself; the defaults are the daemon's. */
public interface PollingKeys {
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

    /** More errors in a row than this abandon a watch. */
    @WithDefault("10")
    int maxConsecutiveErrors();
}
