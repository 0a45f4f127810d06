package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.api.AcceptedConnections;
import io.github.precheckwatcher.registration.ConfigEnvironment;
import io.github.precheckwatcher.registration.ConfigException;
import io.github.precheckwatcher.registration.ConfigHandover;
import io.github.precheckwatcher.registration.ConfigLoader;
import io.github.precheckwatcher.registration.LoadedConfig;
import io.github.precheckwatcher.registration.QuarkusKeys;
import io.github.precheckwatcher.registration.StartAddresses;
import io.github.precheckwatcher.store.DataDir;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts Quarkus once the configuration is known to be good, so that a typo costs a fifth of a second and no stack trace. */
final class Daemon {
    private Daemon() {}

    /**
     * Runs until it is stopped, or until {@code application} ends.
     *
     * @return the exit code
     */
    static int run(Class<? extends QuarkusApplication> application, Path folder, PrintWriter err) {
        OutOfMemoryEnd.install();
        QuarkusKeys quarkus;
        try {
            LoadedConfig config = ConfigLoader.load(folder, ConfigEnvironment.current());
            quarkus = config.quarkus();
            Optional<String> trouble = DataDir.trouble(config.store())
                    .or(() -> StartAddresses.trouble(config.quarkus(), ConfigEnvironment.current()))
                    .or(() -> DataDir.restore(config.store(), news -> Console.print(err, news)));
            if (trouble.isPresent()) {
                Console.print(err, StartFailure.of(trouble.get()));
                return ExitCode.CANNOT_START;
            }
            ConfigHandover.leave(folder, config);
        } catch (ConfigException e) {
            e.problems().forEach(p -> Console.print(err, p.toString()));
            return ExitCode.CANNOT_START;
        }
        System.setProperty("precheck-watcher.config", folder.toString());
        AcceptedConnections.install();
        AtomicInteger exit = new AtomicInteger(ExitCode.OK);
        StartFailure failed = new StartFailure(() -> StartAddresses.of(quarkus, ConfigEnvironment.current()));
        try {
            Quarkus.run(application, (code, failure) -> {
                tell(failure, failed, err);
                exit.set(failure != null ? ExitCode.CANNOT_START : code);
            });
        } catch (RuntimeException e) {
            tell(e, failed, err);
            return ExitCode.CANNOT_START;
        }
        return exit.get();
    }

    /** What breaks because the process is being stopped is no news. */
    private static void tell(Throwable failure, StartFailure failed, PrintWriter err) {
        if (failure != null && !Ending.begun()) {
            Console.print(err, failed.text(failure));
        }
    }
}
