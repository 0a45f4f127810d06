package io.github.precheckwatcher.store.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The folder of the embedded database, looked at before the database is opened: its own messages say little. */
public final class DataDir {
    private DataDir() {}

    /**
     * Makes the folder if need be and tries to write in it.
     *
     * @return what is wrong and what to do; empty when it can be used, or when no file is needed
     */
    public static Optional<String> problem(StoreSettings settings) {
        return switch (settings.kind()) {
            case POSTGRESQL -> Optional.empty();
            case H2 -> problem(settings.dataDir());
        };
    }

    /**
     * Undoes what a start left that was cut short while it brought the embedded database to its version.
     *
     * @param news is notified when there was such a start
     * @return what is wrong and what to do; empty when the database can be opened, or when no file is needed
     */
    public static Optional<String> restore(StoreSettings settings, Consumer<String> news) {
        return switch (settings.kind()) {
            case POSTGRESQL -> Optional.empty();
            case H2 -> restore(H2Url.file(settings.dataDir()), news);
        };
    }

    private static Optional<String> restore(Path file, Consumer<String> news) {
        try {
            if (MigrationBackup.restore(file)) {
                news.accept("the last start was cut short while it brought the store to this version: " + file
                        + " is as it was before, and it begins anew");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "the last start was cut short while it brought the store to this version, and %s cannot be put back as it was before (%s); free its disk and start again, nothing is lost"
                            .formatted(file, reason(e)));
        }
    }

    private static Optional<String> problem(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", ".tmp"));
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.of("%s is no folder; set watcher.data-dir to a folder for the store".formatted(folder));
        } catch (IOException e) {
            return Optional.of("the store cannot write to %s (%s); free its disk, give this user the right to write, or"
                            .formatted(folder, reason(e))
                    + " set watcher.data-dir");
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
