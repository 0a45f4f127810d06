package io.github.precheckwatcher.cli.store;

import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ConfigOption;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.store.transfer.StoreMove;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies the store from the database of the configuration into the other one. */
@Command(
        name = "migrate-store",
        description = "Copies everything from the database that watcher.store names into the other one, whole or not at"
                + " all; what is still to be sent is sent from there, once. No daemon may run, and the other one must be"
                + " empty. Both are found as the daemon finds them: watcher.data-dir, and"
                + " quarkus.datasource.postgresql.* or PGHOST, PGDATABASE and so on.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher migrate-store --to postgresql"})
public final class MigrateStoreCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "STORE",
            description = "the new store: ${COMPLETION-CANDIDATES} (in lower case, too)")
    private StoreConfig.Kind to;

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        StoppedStore stopped = StoppedStore.of(config.folder());
        if (stopped.kind() == to) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START,
                    "watcher.store is " + word(to) + " already; --to names the other one, and watcher.store the one"
                            + " that it is copied from");
        }
        StoreMove move = new StoreMove(
                stopped.address(StoreConfig.Kind.H2),
                stopped.dataDir(),
                stopped.address(StoreConfig.Kind.POSTGRESQL),
                StoppedStore.progress(out));
        if (to == StoreConfig.Kind.POSTGRESQL) {
            stopped.settle(spec.commandLine().getErr());
        }
        long rows = stopped.run(() -> to == StoreConfig.Kind.POSTGRESQL ? move.toPostgresql() : move.toEmbedded());
        Console.print(out, """
                copied %,d rows from %s to %s
                now set watcher.store: %s in %s/application.yaml (or WATCHER_STORE), and start the daemon
                the old store is unchanged: a daemon that starts on it again sends again what is still to be sent""".formatted(rows, word(stopped.kind()), word(to), word(to), config.folder()));
        return ExitCode.OK;
    }

    private static String word(StoreConfig.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
