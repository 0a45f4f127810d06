package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** A line for each watch that begins or changes; with many, each one's is for DEBUG, and one line counts them. */
final class RegistrationLog {
    /** With more watches than this one line counts them. */
    private static final int LINES = 50;

    private RegistrationLog() {}

    /**
     * Writes the lines.
     *
     * @param event what happened to these watches
     * @param more what each line says beside it
     */
    static void write(Logger log, String event, List<Registered> watches, UnaryOperator<LogLine> more) {
        boolean each = watches.size() <= LINES;
        if (!each) {
            more.apply(LogLine.of(event).with("watches", watches.size())).info(log);
        }
        for (Registered watch : watches) {
            LogLine line = more.apply(LogLine.of(event)
                    .with("watch", watch.spec().name())
                    .with("task", watch.spec().ref().taskId())
                    .with("account", watch.spec().account())
                    .with("deadline", watch.spec().deadline()));
            if (each) {
                line.info(log);
            } else {
                line.debug(log);
            }
        }
    }
}
