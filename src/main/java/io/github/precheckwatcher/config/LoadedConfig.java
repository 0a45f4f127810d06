package io.github.precheckwatcher.config;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.secret.RotatingSecret;
import io.github.precheckwatcher.config.upkeep.UpkeepSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.kind.email.MailServer;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Both configuration files, checked and typed.
 *
 * @param accounts the accounts
 * @param engine the engine's settings
 * @param notifiers the notifiers
 * @param mailServer the mail server; empty: no notifier needs one
 * @param upkeep heartbeat and summary
 * @param store the store
 * @param specs what is to be watched, in the file's order
 * @param requests what holds for watches that are registered by a request
 * @param rotating the secrets of notifiers that come from files, which may change
 * @param quarkus what the folder means to Quarkus
 * @param warnings what is allowed but worth a line at start
 * @param source what was read
 */
public record LoadedConfig(
        Accounts accounts,
        EngineSettings engine,
        NotifySettings notifiers,
        Optional<MailServer> mailServer,
        UpkeepSettings upkeep,
        StoreSettings store,
        List<WatchSpec> specs,
        Requests requests,
        List<RotatingSecret<?>> rotating,
        QuarkusKeys quarkus,
        List<ConfigProblem> warnings,
        Source source) {
    private static final String STORE = "watcher.store";
    private static final String DATA_DIR = "watcher.data-dir";
    private static final String LEASE = "watcher.polling.lease";
    private static final List<String> FIXED = List.of(STORE, DATA_DIR, LEASE);

    public LoadedConfig {
        specs = List.copyOf(specs);
        requireNonNull(requests, "requests");
        rotating = List.copyOf(rotating);
        warnings = List.copyOf(warnings);
        requireNonNull(source, "source");
    }

    /**
     * What holds for watches that are registered by REST or a command.
     *
     * @param most how many there may be in all, >= 0
     * @param deadline of one that says none
     * @param polling how one is polled as far as it says nothing else
     */
    public record Requests(int most, Duration deadline, PollSettings polling) {
        public Requests {
            requireNonNull(deadline, "deadline");
            requireNonNull(polling, "polling");
        }
    }

    /**
     * What the files held.
     *
     * @param version the files' content, as {@link ConfigFiles#version} names it
     * @param reloadInterval how often they are looked at for another; zero: never
     * @param values what {@code application.yaml} says, by key path
     */
    public record Source(String version, Duration reloadInterval, Map<String, ConfigValue> values) {
        public Source {
            requireNonNull(version, "version");
            requireNonNull(reloadInterval, "reloadInterval");
            values = Map.copyOf(values);
        }
    }

    /** The keys whose values differ from those of a configuration that runs, and take effect at a start alone; in order. */
    public List<String> needRestart(LoadedConfig running) {
        SortedSet<String> keys = new TreeSet<>(quarkus.differing(running.quarkus));
        if (store.kind() != running.store.kind()) {
            keys.add(STORE);
        }
        if (!store.dataDir().equals(running.store.dataDir())) {
            keys.add(DATA_DIR);
        }
        if (!engine.lease().equals(running.engine.lease())) {
            keys.add(LEASE);
        }
        return List.copyOf(keys);
    }

    /** This, but with the values of a configuration that runs where a change takes effect at a start alone. */
    public LoadedConfig beside(LoadedConfig running) {
        return new LoadedConfig(
                accounts,
                new EngineSettings(running.engine.lease(), engine.callsPerSecond(), engine.alreadyEnded()),
                notifiers,
                mailServer,
                upkeep,
                new StoreSettings(running.store.kind(), running.store.dataDir(), store.retention()),
                specs,
                requests,
                rotating,
                running.quarkus,
                warnings,
                new Source(source.version, source.reloadInterval, effective(running)));
    }

    private Map<String, ConfigValue> effective(LoadedConfig running) {
        Map<String, ConfigValue> values = new HashMap<>(source.values);
        for (String key : FIXED) {
            values.remove(key);
            Optional.ofNullable(running.source.values.get(key)).ifPresent(value -> values.put(key, value));
        }
        return values;
    }
}
