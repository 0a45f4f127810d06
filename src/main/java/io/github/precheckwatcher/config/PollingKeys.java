package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.RefusedKey;
import io.github.precheckwatcher.config.schema.RenamedFrom;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The keys of polling that a task may set for itself; the defaults are the daemon's. */
@RefusedKey(key = "call-cost")
@RefusedKey(key = "deadline", why = "stands beside polling, not in it")
@RefusedKey(key = "lease", why = "is the daemon's, not a task's; set watcher.polling.lease in application.yaml")
public interface PollingKeys {
    /** How the intervals between polls are chosen. */
    @WithDefault("backoff")
    PollPolicyKind policy();

    /** The interval of {@code fixed}, and the first interval of {@code backoff}. */
    @WithDefault("5s")
    Duration interval();

    /** The shortest interval of {@code backoff}. */
    @RenamedFrom("min-gap")
    @WithDefault("1s")
    Duration minInterval();

    /** The longest interval of {@code backoff}. */
    @RenamedFrom("max-gap")
    @WithDefault("60s")
    Duration maxInterval();

    /** More errors in a row than this abandon a watch. */
    @WithDefault("10")
    int maxConsecutiveErrors();
}
