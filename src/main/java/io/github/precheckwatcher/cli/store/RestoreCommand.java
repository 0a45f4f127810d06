package io.github.precheckwatcher.cli.store;

import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ConfigOption;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.store.database.StoreAddress;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.store.transfer.BackupFile;
import io.github.precheckwatcher.store.transfer.BackupHeader;
import io.github.precheckwatcher.store.transfer.StoreRestore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an embedded store out of a backup. */
@Command(
        name = "restore",
        description = "Makes an embedded store out of a file that the command backup wrote, whole or not at all. The"
                + " daemon must not run, and watcher.data-dir must have no store.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher restore watcher.sql.gz --config /etc/precheck-watcher"})
public final class RestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file;

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        StoppedStore stopped = StoppedStore.of(config.folder());
        if (stopped.kind() != StoreConfig.Kind.H2) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START,
                    "watcher.store is postgresql: restore its database by pg_restore or psql; this makes an embedded"
                            + " store");
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(ExitCode.CANNOT_START, file + ": there is no such file");
        }
        StoreAddress login = stopped.address(StoreConfig.Kind.H2);
        long rows = stopped.run(() -> {
            try (BackupFile backup = BackupFile.open(file)) {
                BackupHeader header = backup.header();
                Console.print(out, "backup of %s, schema %s".formatted(header.made(), header.schema()));
                return new StoreRestore(login, stopped.dataDir(), StoppedStore.progress(out)).restore(backup);
            }
        });
        Console.print(out, "restored %,d rows in %s; start the daemon".formatted(rows, stopped.dataDir()));
        return ExitCode.OK;
    }
}
