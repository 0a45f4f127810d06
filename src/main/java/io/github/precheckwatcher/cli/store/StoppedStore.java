package io.github.precheckwatcher.cli.store;

import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.daemon.StartFailure;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.StartAddresses;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.store.database.DataDir;
import io.github.precheckwatcher.store.database.StoreAddress;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.store.transfer.TransferProgress;
import io.github.precheckwatcher.store.transfer.TransferRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/** The store of a configuration whose daemon does not run. */
final class StoppedStore {
    private static final int H2_IN_USE = 90020;

    /** What they log is in our own messages; of the address they quote what they cannot read, a password with it. */
    private static final List<Logger> TALKATIVE = Stream.of("org.flywaydb", "org.postgresql", "io.agroal")
            .map(Logger::getLogger)
            .toList();

    private final LoadedConfig config;
    private final Map<String, String> environment;

    private StoppedStore(LoadedConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /** @throws CommandFailure with everything that is wrong with the files */
    static StoppedStore of(Path folder) throws CommandFailure {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
        Map<String, String> environment = ConfigEnvironment.current();
        try {
            return new StoppedStore(ConfigLoader.load(folder, environment), environment);
        } catch (ConfigException e) {
            throw failure(e);
        }
    }

    StoreConfig.Kind kind() {
        return config.store().kind();
    }

    Path dataDir() {
        return config.store().dataDir();
    }

    /** Where the store of either kind is, whichever is in use. */
    StoreAddress address(StoreConfig.Kind kind) throws CommandFailure {
        try {
            return StartAddresses.store(config, kind, environment);
        } catch (ConfigException e) {
            throw failure(e);
        }
    }

    /** Reports each table that is done, and every so many rows of a large one. */
    static TransferProgress progress(PrintWriter out) {
        return (table, rows, whole) -> Console.print(
                out, "%s: %,d %s%s".formatted(table, rows, rows == 1 ? "row" : "rows", whole ? "" : " so far"));
    }

    /** Undoes what a start left that was cut short, as the next start would. */
    void settle(PrintWriter err) throws CommandFailure {
        Optional<String> problem = DataDir.restore(config.store(), news -> Console.print(err, news));
        if (problem.isPresent()) {
            throw new CommandFailure(ExitCode.CANNOT_START, problem.get());
        }
    }

    /** Does what may fail in the ways of databases and files. */
    long run(Work work) throws CommandFailure {
        try {
            return work.run();
        } catch (TransferRefused e) {
            throw new CommandFailure(ExitCode.CANNOT_START, e.getMessage());
        } catch (IOException | SQLException | RuntimeException e) {
            throw new CommandFailure(ExitCode.CANNOT_START, words(e));
        }
    }

    private String words(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_IN_USE) {
                return "the store is in use: stop the daemon first";
            }
        }
        StartFailure reasons = new StartFailure(() -> StartAddresses.of(config.quarkus(), environment));
        return reasons.reason(failure).orElseGet(() -> StartFailure.plain(deepest(failure)));
    }

    private static Throwable deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof FlywayException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static CommandFailure failure(ConfigException e) {
        return new CommandFailure(
                ExitCode.CANNOT_START,
                e.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    }

    /** What is done with a store; how many rows it was. */
    @FunctionalInterface
    interface Work {
        long run() throws TransferRefused, IOException, SQLException;
    }
}
