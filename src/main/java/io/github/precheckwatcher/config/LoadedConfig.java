package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.config.secret.RotatingSecret;
import io.github.precheckwatcher.config.upkeep.UpkeepSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.kind.email.MailServer;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.util.List;
import java.util.Optional;

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
 * @param rotating the secrets of notifiers that come from files, which may change
 * @param quarkus what the folder means to Quarkus
 * @param warnings what is allowed but worth a line at start
 */
public record LoadedConfig(
        Accounts accounts,
        EngineSettings engine,
        NotifySettings notifiers,
        Optional<MailServer> mailServer,
        UpkeepSettings upkeep,
        StoreSettings store,
        List<WatchSpec> specs,
        List<RotatingSecret<?>> rotating,
        QuarkusKeys quarkus,
        List<ConfigProblem> warnings) {
    public LoadedConfig {
        specs = List.copyOf(specs);
        rotating = List.copyOf(rotating);
        warnings = List.copyOf(warnings);
    }
}
