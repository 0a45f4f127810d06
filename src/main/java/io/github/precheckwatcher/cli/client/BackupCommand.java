package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.store.transfer.BackupFile;
import io.github.precheckwatcher.store.transfer.TransferRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Saves the embedded store of a running daemon into a file. */
@Command(
        name = "backup",
        description = "Saves the store of a running daemon into a new file that its owner alone can read; the daemon"
                + " works on. The command restore makes a store of it. A store in PostgreSQL is saved by pg_dump.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher backup watcher.sql.gz"})
public final class BackupCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "where to write it; must not exist, for example watcher.sql.gz")
    private Path file;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        refuseExisting();
        if (!Files.isDirectory(folder())) {
            throw new CommandFailure(ExitCode.CANNOT_START, file + ": there is no such folder");
        }
        Path part = null;
        try {
            // of this name nothing is there before, and its owner alone can read it
            part = Files.createTempFile(folder(), "." + file.getFileName() + ".", ".part");
            part.toFile().deleteOnExit();
            daemon.client().download("backup", part);
            String schema = checked(part);
            long bytes = Files.size(part);
            refuseExisting();
            Files.move(part, file);
            Console.print(
                    spec.commandLine().getOut(), "%s: %,d bytes, schema %s, whole".formatted(file, bytes, schema));
            return ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (TransferRefused e) {
            throw new CommandFailure(ExitCode.NO_ANSWER, "the daemon's answer is no whole backup; nothing was written");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.CANNOT_START, file + " cannot be written: " + e);
        } finally {
            delete(part);
        }
    }

    private Path folder() {
        return file.toAbsolutePath().getParent();
    }

    private void refuseExisting() throws CommandFailure {
        if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw exists();
        }
    }

    private CommandFailure exists() {
        return new CommandFailure(ExitCode.CANNOT_START, file + " exists; name a file that does not");
    }

    /** Read again from the disk, and on it for good. */
    private static String checked(Path part) throws TransferRefused, IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try (BackupFile backup = BackupFile.open(part)) {
            backup.verify();
            return backup.header().schema();
        }
    }

    private static void delete(Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }
}
