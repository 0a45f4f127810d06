package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.upkeep.HeartbeatConfig;
import io.github.precheckwatcher.config.upkeep.SummaryConfig;
import io.github.precheckwatcher.watch.AlreadyEnded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The keys of the daemon itself. */
@ConfigMapping(prefix = "watcher")
public interface DaemonConfig {
    /** What to watch; relative to the working directory. */
    Optional<Path> tasksFile();

    /** How often the files are looked at for changes, by their content; 0: never, only by signal, API or command. */
    @WithDefault("2s")
    Duration reloadInterval();

    /** Shown in every message but log lines; absent: the host's name. */
    Optional<String> environment();

    /** Where people reach the daemon's own pages; every message but log lines then carries a link. */
    Optional<URI> publicUrl();

    /**
     * What follows when a precheck has ended already when it is polled first, if the store had no watch when the daemon
     * registered it: {@code notify} as of any other, or {@code ignore}: the verdict is kept and nobody is notified, so
     * that a store that was lost does not send everything again.
     */
    @WithDefault("notify")
    AlreadyEnded alreadyEnded();

    /** An http proxy for cloud and notifiers, but not for email. */
    Optional<URI> proxy();

    /** The user that the proxy asks for; with {@code proxy-password} or {@code proxy-password-file}. */
    Optional<String> proxyUser();

    /** The password that the proxy asks for. */
    Optional<String> proxyPassword();

    /** A file with that password; read again when it changes. */
    Optional<Path> proxyPasswordFile();

    /** A call that says that this daemon works: a dead man's switch misses it when it does not. */
    Optional<HeartbeatConfig> heartbeat();

    /** What may be asked for by REST and commands. */
    Api api();

    /** A message a day: what ended, what needs attention, what still runs. */
    Optional<SummaryConfig> summary();

    /** The keys under {@code watcher.api}. */
    interface Api {
        /**
         * How many watches may be registered by REST and commands in all. Those count that run and those that ended and
         * are kept until {@code retention}, but none that the tasks files name.
         */
        @WithDefault("100000")
        int maxWatches();
    }
}
