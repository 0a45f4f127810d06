package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.watch.WatchSpec;
import java.util.List;
import org.jboss.logging.Logger;

/** The log lines of rounds that begin. */
public final class BegunRounds {
    /** With more than this each one's line is for DEBUG, and one line counts them. */
    private static final int LINES = 50;

    private BegunRounds() {}

    public static void log(Logger log, List<WatchSpec> begun) {
        boolean each = begun.size() <= LINES;
        if (!each) {
            LogLine.of("watching").with("watches", begun.size()).info(log);
        }
        for (WatchSpec watch : begun) {
            LogLine line = LogLine.of("watching")
                    .with("watch", watch.name())
                    .with("task", watch.ref().taskId())
                    .with("account", watch.account())
                    .with("deadline", watch.deadline());
            if (each) {
                line.info(log);
            } else {
                line.debug(log);
            }
        }
    }
}
