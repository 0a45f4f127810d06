package io.github.precheckwatcher.cli.daemon;

import io.github.precheckwatcher.api.http.AcceptedConnections;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.ProcessStop;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.ConfigHandover;
import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.QuarkusKeys;
import io.github.precheckwatcher.config.StartAddresses;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.registration.reload.HangupSignal;
import io.github.precheckwatcher.store.database.DataDir;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts Quarkus once the configuration is known to be good, so that a typo costs a fifth of a second and no stack trace. */
public final class Daemon {
    private Daemon() {}

    /**
     * Runs until it is stopped, or until {@code application} ends.
     *
     * @return the exit code
     */
    public static int run(Class<? extends QuarkusApplication> application, Path folder, PrintWriter err) {
        OutOfMemoryEnd.install();
        HangupSignal.ignore();
        QuarkusKeys quarkus;
        try {
            LoadedConfig config = ConfigLoader.load(folder, ConfigEnvironment.current());
            quarkus = config.quarkus();
            Optional<String> problem = DataDir.problem(config.store())
                    .or(() -> StartAddresses.problem(config.quarkus(), ConfigEnvironment.current()))
                    .or(() -> DataDir.restore(config.store(), news -> Console.print(err, news)));
            if (problem.isPresent()) {
                Console.print(err, StartFailure.of(problem.get()));
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
                report(failure, failed, err);
                exit.set(failure != null ? ExitCode.CANNOT_START : code);
            });
        } catch (RuntimeException e) {
            report(e, failed, err);
            return ExitCode.CANNOT_START;
        }
        return exit.get();
    }

    /** What breaks because the process is being stopped is no news. */
    private static void report(Throwable failure, StartFailure failed, PrintWriter err) {
        if (failure != null && !ProcessStop.begun()) {
            Console.print(err, failed.text(failure));
        }
    }
}
