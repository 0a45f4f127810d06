package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.RouteAnswer;
import io.github.precheckwatcher.api.RouteRequest;
import io.github.precheckwatcher.api.TestAnswer;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.kind.email.MailServer;
import io.github.precheckwatcher.notify.kind.email.SmtpMailSender;
import io.github.precheckwatcher.notify.route.DryRun;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What a daemon would answer about its notifiers, from the configuration alone. */
final class OfflineDryRun {
    private final CliContext context;
    private final NotifySettings settings;
    private final Optional<MailServer> mailServer;
    private final DryRun dryRun;

    private OfflineDryRun(CliContext context, LoadedConfig config) {
        this.context = context;
        this.settings = config.notifiers();
        this.mailServer = config.mailServer();
        Supplier<UUID> ids = () -> id(context.random());
        FaultLog faults = new FaultLog(new StoreOutage(context.clock()), context.clock());
        Router router = new Router(settings, new MessageBodies(faults), faults, ids);
        this.dryRun = new DryRun(settings, router, ids, context.clock());
    }

    /** @throws CommandFailure with everything that is wrong with the files */
    static OfflineDryRun of(Path folder, CliContext context) throws CommandFailure {
        try {
            return new OfflineDryRun(context, ConfigLoader.load(folder, ConfigEnvironment.current()));
        } catch (ConfigException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START,
                    e.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        }
    }

    RouteAnswer route(RouteRequest request) throws CommandFailure {
        try {
            return RouteAnswer.of(dryRun.route(request.verdict()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.CANNOT_START, e.getMessage());
        }
    }

    TestAnswer test(String name) throws CommandFailure {
        NotifierSettings chosen = settings.find(name)
                .orElseThrow(() -> new CommandFailure(ExitCode.CANNOT_START, settings.unknown(name)));
        Vertx vertx = vertx();
        try (Notifier notifier = chosen.type().open(chosen, context(chosen, vertx))) {
            return TestAnswer.of(name, dryRun.sample(chosen, notifier).await().indefinitely()); // it bounds itself
        } catch (IllegalArgumentException e) {
            // what this kind needs a running daemon, or better settings, for
            throw new CommandFailure(ExitCode.CANNOT_START, name + ": " + e.getMessage());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private NotifierContext context(NotifierSettings chosen, Vertx vertx) {
        Optional<MailSender> mail = chosen.type() == NotifierKind.EMAIL.type()
                ? Optional.of(SmtpMailSender.alone(mailServer))
                : Optional.empty();
        return new NotifierContext(settings.version(), vertx, context.clock(), context.clock(), Optional.empty(), mail);
    }

    /** For the moment of one exchange: few threads, no files. */
    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    private static UUID id(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return UUID.nameUUIDFromBytes(bytes);
    }
}
