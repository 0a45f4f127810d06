package io.github.precheckwatcher.cli.demo;

import io.github.precheckwatcher.cli.console.ProcessStop;
import io.quarkus.runtime.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A folder that is gone when it is closed, and when the process is stopped before that. */
final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TemporaryFolder.class);

    /** How long a stopped process waits for those who still write. */
    private static final int PATIENCE_SECONDS = 30;

    private final Path path;
    private final CountDownLatch closed = new CountDownLatch(1);

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    static TemporaryFolder make(String prefix) throws IOException {
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(new Thread(folder::deleteAtEnd, "deletes " + folder.path));
        return folder;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!ProcessStop.begun()) { // else the hook does it, once Quarkus has closed the store
            delete();
        }
        closed.countDown();
    }

    private void deleteAtEnd() {
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.debugf("%s is still in use", path);
            }
            Application application = Application.currentApplication();
            if (application != null && application.isStarted()) {
                application.awaitShutdown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delete();
        }
    }

    private void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf(e, "%s is left", path);
        }
    }
}
