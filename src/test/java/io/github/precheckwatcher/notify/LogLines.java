package io.github.precheckwatcher.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a logger writes while it is open, from INFO up, as {@code LEVEL text}: whatever level the log has in this JVM. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final PatternFormatter format = new PatternFormatter("%p %s");
    private final List<String> lines = new ArrayList<>();

    private LogLines(Logger logger) {
        this.logger = logger;
        setLevel(Level.INFO);
    }

    /** Listens to a class's logger. */
    public static LogLines of(Class<?> owner) {
        return of(owner.getName());
    }

    /** Listens to all loggers. */
    public static LogLines ofAll() {
        return of("");
    }

    private static LogLines of(String name) {
        var lines = new LogLines(Logger.getLogger(name));
        lines.logger.addHandler(lines);
        return lines;
    }

    /** The lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            lines.add(format.format(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
