package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.api.RouteAnswer;
import io.github.precheckwatcher.api.RouteRequest;
import io.github.precheckwatcher.api.TestAnswer;
import io.github.precheckwatcher.notify.Bodies;
import io.github.precheckwatcher.notify.FaultLog;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierKind;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.Rehearsal;
import io.github.precheckwatcher.notify.Router;
import io.github.precheckwatcher.notify.StoreTrouble;
import io.github.precheckwatcher.notify.Wiring;
import io.github.precheckwatcher.notify.email.MailServer;
import io.github.precheckwatcher.notify.email.SmtpMailSender;
import io.github.precheckwatcher.registration.ConfigEnvironment;
import io.github.precheckwatcher.registration.ConfigException;
import io.github.precheckwatcher.registration.ConfigLoader;
import io.github.precheckwatcher.registration.ConfigProblem;
import io.github.precheckwatcher.registration.LoadedConfig;
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
final class OfflineRehearsal {
    private final Surroundings surroundings;
    private final NotifySettings settings;
    private final Optional<MailServer> mailServer;
    private final Rehearsal rehearsal;

    private OfflineRehearsal(Surroundings surroundings, LoadedConfig config) {
        this.surroundings = surroundings;
        this.settings = config.notifiers();
        this.mailServer = config.mailServer();
        Supplier<UUID> ids = () -> id(surroundings.random());
        FaultLog faults = new FaultLog(new StoreTrouble(surroundings.clock()), surroundings.clock());
        Router router = new Router(settings, new Bodies(faults), faults, ids);
        this.rehearsal = new Rehearsal(settings, router, ids, surroundings.clock());
    }

    /** @throws VerbFailure with everything that is wrong with the files */
    static OfflineRehearsal of(Path folder, Surroundings surroundings) throws VerbFailure {
        try {
            return new OfflineRehearsal(surroundings, ConfigLoader.load(folder, ConfigEnvironment.current()));
        } catch (ConfigException e) {
            throw new VerbFailure(
                    ExitCode.CANNOT_START,
                    e.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        }
    }

    RouteAnswer route(RouteRequest request) throws VerbFailure {
        try {
            return RouteAnswer.of(rehearsal.route(request.verdict()));
        } catch (IllegalArgumentException e) {
            throw new VerbFailure(ExitCode.CANNOT_START, e.getMessage());
        }
    }

    TestAnswer test(String name) throws VerbFailure {
        NotifierSettings chosen = settings.find(name)
                .orElseThrow(() -> new VerbFailure(
                        ExitCode.CANNOT_START,
                        "no notifier is called " + name + "; there are "
                                + settings.notifiers().stream()
                                        .map(NotifierSettings::name)
                                        .collect(Collectors.joining(", "))));
        Vertx vertx = vertx();
        try (Notifier notifier = chosen.type().open(chosen, wiring(chosen, vertx))) {
            return TestAnswer.of(
                    name, rehearsal.sample(chosen, notifier).await().indefinitely()); // it bounds itself
        } catch (IllegalArgumentException e) {
            // what this kind needs a running daemon, or better settings, for
            throw new VerbFailure(ExitCode.CANNOT_START, name + ": " + e.getMessage());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Wiring wiring(NotifierSettings chosen, Vertx vertx) {
        Optional<MailSender> mail = chosen.type() == NotifierKind.EMAIL.type()
                ? Optional.of(SmtpMailSender.alone(mailServer))
                : Optional.empty();
        return new Wiring(
                settings.version(), vertx, surroundings.clock(), surroundings.clock(), Optional.empty(), mail);
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
