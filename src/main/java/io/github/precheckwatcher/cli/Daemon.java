package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.registration.ConfigEnvironment;
import io.github.precheckwatcher.registration.ConfigException;
import io.github.precheckwatcher.registration.ConfigLoader;
import io.github.precheckwatcher.registration.LoadedConfig;
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
        try {
            LoadedConfig config = ConfigLoader.load(folder, ConfigEnvironment.current());
            Optional<String> trouble = DataDir.trouble(config.store());
            if (trouble.isPresent()) {
                CommandFace.print(err, StartFailure.of(trouble.get()));
                return ExitCode.CANNOT_START;
            }
        } catch (ConfigException e) {
            e.problems().forEach(p -> CommandFace.print(err, p.toString()));
            return ExitCode.CANNOT_START;
        }
        System.setProperty("precheck-watcher.config", folder.toString());
        AtomicInteger exit = new AtomicInteger(ExitCode.OK);
        Quarkus.run(application, (code, failure) -> {
            if (failure != null) {
                CommandFace.print(err, StartFailure.text(failure));
            }
            exit.set(failure != null ? ExitCode.CANNOT_START : code);
        });
        return exit.get();
    }
}
