package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.watch.WatchSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** The log lines of rounds that begin. */
public final class BegunRounds {
    /** With more than this each one's line is for DEBUG, and one line counts them. */
    private static final int LINES = 50;

    private BegunRounds() {}

    public static void log(Logger log, List<WatchSpec> begun) {
        log(log, "watching", begun, line -> line);
    }

    /**
     * The same of what happened to watches.
     *
     * @param event what happened
     * @param more what each line says beside it
     */
    static void log(Logger log, String event, List<WatchSpec> watches, UnaryOperator<LogLine> more) {
        boolean each = watches.size() <= LINES;
        if (!each) {
            more.apply(LogLine.of(event).with("watches", watches.size())).info(log);
        }
        for (WatchSpec watch : watches) {
            LogLine line = more.apply(LogLine.of(event)
                    .with("watch", watch.name())
                    .with("task", watch.ref().taskId())
                    .with("account", watch.account())
                    .with("deadline", watch.deadline()));
            if (each) {
                line.info(log);
            } else {
                line.debug(log);
            }
        }
    }
}
