package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.Account;
import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.cloud.credentials.CredentialsCheck;
import io.github.precheckwatcher.config.notifier.CallReader;
import io.github.precheckwatcher.config.notifier.MailerReader;
import io.github.precheckwatcher.config.notifier.NotifiersReader;
import io.github.precheckwatcher.config.notifier.ProxyReader;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.SchemaReader;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.WebAddress;
import io.github.precheckwatcher.config.schema.YamlFile;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.config.upkeep.UpkeepReader;
import io.github.precheckwatcher.config.upkeep.UpkeepSettings;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.kind.email.MailServer;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads and checks both configuration files of a folder. One loader serves daemon, demo and {@code check-config}.
 *
 * <p>The way of a file: {@link YamlFile} reads it into nodes, {@link SchemaReader} holds them against the mapping
 * interfaces, the readers of accounts, notifiers and tasks check what one value alone does not show. All report
 * {@link Problems} what is wrong and go on.
 */
public final class ConfigLoader {
    /** What a poll may take beside the account's timeouts: signing, writing back. */
    private static final Duration POLL_MARGIN = Duration.ofSeconds(2);

    private final Map<String, String> environment;
    private final Problems problems = new Problems();

    private final Optional<LoadedConfig> running;

    private ConfigLoader(Map<String, String> environment, Optional<LoadedConfig> running) {
        this.environment = environment;
        this.running = running;
    }

    /**
     * Loads {@code application.yaml} and the tasks file it names (default: {@code tasks.yaml} beside it).
     *
     * @param folder the folder of both files, as the user named it
     * @param environment the process's environment variables ({@code WATCHER_...} and {@code ${X}} count)
     * @throws ConfigException with every problem at once
     */
    public static LoadedConfig load(Path folder, Map<String, String> environment) throws ConfigException {
        return load(folder, environment, Optional.empty());
    }

    /**
     * The same beside a configuration that is in effect.
     *
     * @param running its secrets' files are kept where they hold the same, and its lease counts: that changes at a start
     *     alone
     */
    static LoadedConfig load(Path folder, Map<String, String> environment, Optional<LoadedConfig> running)
            throws ConfigException {
        return new ConfigLoader(environment, running).load(folder);
    }

    private LoadedConfig load(Path folder) throws ConfigException {
        // the empty path is the working directory
        if (!folder.toString().isEmpty() && !Files.isDirectory(folder)) {
            String what = Files.exists(folder) ? "is no folder" : "there is no such folder";
            problems.error(
                    SourceLocation.whole(folder.toString()),
                    what + "; --config names the folder of application.yaml and tasks.yaml");
            throw new ConfigException(problems.errors());
        }
        String hash = ConfigFiles.applicationHash(folder);
        DaemonFile file = DaemonFile.read(folder, environment, problems);
        QuarkusKeys quarkus = QuarkusKeys.of(file, environment);
        ConfigTree tree = file.tree();
        TypedConfig typed = TypedConfig.of(tree);
        SecretValues secrets =
                new SecretValues(problems, running.map(LoadedConfig::rotating).orElse(List.of()));
        ProxyReader proxies = new ProxyReader(secrets);
        Optional<HttpProxy> proxy = proxies.daemon(tree, problems);
        Accounts accounts =
                new AccountsReader(tree, problems, credentialsCheck(), proxies).read(typed.accounts(), proxy);
        checkLease(typed, accounts, tree, file.shown());
        List<NotifierSettings> notifiers =
                new NotifiersReader(tree, problems, secrets, proxies).read(typed.notifiers(), proxy);
        UpkeepSettings upkeep = new UpkeepReader(tree, problems, new CallReader(problems, secrets, proxies))
                .read(typed.daemon().heartbeat(), proxy, notifiers);
        Optional<MailServer> mailServer = new MailerReader(
                        file.shown(), tree, problems, () -> HostName.of(environment), name -> knowsTls(quarkus, name))
                .read(typed.mailer(), notifiers);
        Optional<URI> publicUrl = tree.at("watcher.public-url").flatMap(this::publicUrl);
        tree.at("watcher.environment")
                .filter(name -> name.text().length() > Limits.NAME)
                .ifPresent(name -> problems.error(name.location(), "is longer than " + Limits.NAME + " characters"));
        checkDataDir(typed, tree, file.shown());
        Exposure.check(file, quarkus, environment, problems);
        String version = ConfigFiles.version(hash, ConfigFiles.tasksHash(folder, ConfigFiles.tasks(folder, file)));
        List<WatchSpec> specs = new TasksLoader(folder, file, environment, problems).read(typed, running.isPresent());
        if (!problems.none()) {
            throw new ConfigException(problems.errors());
        }
        Map<String, Double> rates =
                accounts.byName().values().stream().collect(Collectors.toMap(Account::name, Account::callsPerSecond));
        return new LoadedConfig(
                accounts,
                new EngineSettings(
                        typed.polling().lease(), rates, typed.daemon().alreadyEnded()),
                new NotifySettings(
                        typed.daemon().environment().orElseGet(() -> HostName.of(environment)),
                        publicUrl,
                        ProgramVersion.text(),
                        notifiers),
                mailServer,
                upkeep,
                new StoreSettings(
                        typed.store().store(),
                        typed.store().dataDir(),
                        typed.store().retention()),
                specs,
                new LoadedConfig.Requests(
                        typed.daemon().api().maxWatches(),
                        typed.polling().deadline(),
                        PollingReader.daemon(typed.polling(), tree, problems)),
                secrets.rotating(),
                quarkus,
                problems.warnings(),
                new LoadedConfig.Source(version, typed.daemon().reloadInterval(), tree.values()));
    }

    private CredentialsCheck credentialsCheck() {
        return new CredentialsCheck(environment::get, Path.of(System.getProperty("user.home")));
    }

    /** Whether any key of this configuration is there, in whatever source of Quarkus's. */
    private boolean knowsTls(QuarkusKeys quarkus, String name) {
        Set<String> prefixes = Set.of(
                "quarkus.tls." + name + ".",
                "quarkus.tls.\"" + name + "\".",
                "QUARKUS_TLS_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_");
        return StreamSupport.stream(
                        FolderConfigSources.alone(quarkus, environment)
                                .build()
                                .getPropertyNames()
                                .spliterator(),
                        false)
                .anyMatch(key -> prefixes.stream().anyMatch(key::startsWith));
    }

    private void checkDataDir(TypedConfig typed, ConfigTree tree, String shown) {
        if (typed.store().dataDir().toAbsolutePath().toString().indexOf(';') >= 0) {
            problems.error(
                    tree.location("watcher.data-dir", SourceLocation.whole(shown)),
                    "has a ';' in its path, which H2 cannot open");
        }
    }

    /** Without a slash at its end, so that paths can be put behind it. */
    private Optional<URI> publicUrl(ConfigValue written) {
        Optional<URI> address = WebAddress.link(written, problems);
        Optional<String> problem = address.flatMap(WebAddress::baseProblem);
        problem.ifPresent(why -> problems.error(written.location(), why));
        return problem.isEmpty()
                ? address.map(base -> URI.create(base.toString().replaceFirst("/+$", "")))
                : Optional.empty();
    }

    /** A claim that ends while its poll is under way would let a second node poll the same watch. */
    private void checkLease(TypedConfig typed, Accounts accounts, ConfigTree tree, String shown) {
        Duration lease = running.map(config -> config.engine().lease())
                .orElse(typed.polling().lease());
        String fixed = running.isPresent() ? ", which changes at a restart alone" : "";
        accounts.byName().values().stream()
                .max(Comparator.comparing(ConfigLoader::longestPoll).thenComparing(Account::name))
                .filter(slowest -> lease.compareTo(longestPoll(slowest).plus(POLL_MARGIN)) < 0)
                .ifPresent(slowest -> {
                    String account = ConfigTree.below("watcher.accounts", slowest.name());
                    SourceLocation location = tree.location(
                            "watcher.polling.lease",
                            tree.location(
                                    account + ".read-timeout",
                                    tree.location(account + ".connect-timeout", SourceLocation.whole(shown))));
                    problems.error(
                            location,
                            "the lease (watcher.polling.lease, " + DurationFormat.shown(lease) + fixed
                                    + ") must exceed the longest poll: account " + slowest.name() + " may take "
                                    + DurationFormat.shown(longestPoll(slowest))
                                    + " (connect-timeout and read-timeout); give it at least "
                                    + DurationFormat.shown(longestPoll(slowest).plus(POLL_MARGIN)));
                });
    }

    private static Duration longestPoll(Account account) {
        return account.connectTimeout().plus(account.readTimeout());
    }
}
