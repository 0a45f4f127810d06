package io.github.precheckwatcher.cli.daemon;

import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.OutOfMemory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;

/**
 * Ends a process that ran out of memory, at once and without any clean-up: what has lost memory on its way is not whole, and
 * must not be written down. The JVM's own {@code -XX:+ExitOnOutOfMemoryError} is sooner (config/jvm.options has it); this is
 * for those who start without it, and for the memory that the JVM does not watch.
 *
 * <p>It gets the errors that nobody catches, those that are caught and handed on by {@link OutOfMemory}, and those that
 * others catch and log.
 */
final class OutOfMemoryEnd extends Handler implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = Logger.getLogger(OutOfMemoryEnd.class);
    private static final String REMEDY = "give the process more memory (-Xmx in config/jvm.options) and start it again:"
            + " its store is whole, and watches and deliveries go on";

    /** Made while there is memory. */
    private static final byte[] LAST_WORDS =
            ("out of memory: the process ends now; " + REMEDY + '\n').getBytes(StandardCharsets.UTF_8);

    private final IntConsumer halt;
    private final AtomicBoolean ending = new AtomicBoolean();

    /** @param halt ends the process with an exit code and does not return */
    OutOfMemoryEnd(IntConsumer halt) {
        this.halt = halt;
    }

    /** Becomes this process's handler of uncaught errors. */
    static OutOfMemoryEnd install() {
        OutOfMemoryEnd end = new OutOfMemoryEnd(Runtime.getRuntime()::halt);
        Thread.setDefaultUncaughtExceptionHandler(end);
        return end;
    }

    /** Looks at what is logged too, before it is written; once the log is set up. */
    static void watchLog() {
        if (!(Thread.getDefaultUncaughtExceptionHandler() instanceof OutOfMemoryEnd end)) {
            return;
        }
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        Handler[] others = root.getHandlers();
        for (Handler other : others) {
            root.removeHandler(other);
        }
        root.addHandler(end);
        for (Handler other : others) {
            root.addHandler(other);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            end(thrown);
            return;
        }
        OutOfMemory.endIf(thrown);
        LOG.errorf(thrown, "thread %s ended", thread.getName());
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getThrown() != null && !ending.get()) {
            OutOfMemory.endIf(entry.getThrown());
        }
    }

    private void end(Throwable error) {
        if (!ending.compareAndSet(false, true)) {
            return; // somebody else is at it
        }
        try {
            LogLine.of("stop")
                    .with("error", "out of memory: " + error.getMessage())
                    .with("remedy", REMEDY)
                    .error(LOG);
        } catch (Throwable noMemoryForThat) {
            lastWords();
        } finally {
            halt.accept(ExitCode.OUT_OF_MEMORY);
        }
    }

    private static void lastWords() {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.err)) {
            out.write(LAST_WORDS);
        } catch (IOException | OutOfMemoryError nobodyListens) {
            // the exit code says it
        }
    }

    @Override
    public void flush() {
        // nothing is kept
    }

    @Override
    public void close() {
        // nothing is open
    }
}
