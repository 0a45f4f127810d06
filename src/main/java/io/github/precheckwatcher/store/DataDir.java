package io.github.precheckwatcher.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of the embedded database, looked at before the database is opened: its own messages say little. */
public final class DataDir {
    private DataDir() {}

    /**
     * Makes the folder if need be and tries to write in it.
     *
     * @return what is wrong and what to do; empty when it can be used, or when no file is needed
     */
    public static Optional<String> trouble(StoreSettings settings) {
        return switch (settings.kind()) {
            case POSTGRESQL -> Optional.empty();
            case H2 -> trouble(settings.dataDir());
        };
    }

    private static Optional<String> trouble(Path folder) {
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
