package io.github.precheckwatcher.log;

/**
 * What to do with an error that says that memory is at its end: nothing can be trusted to be whole behind it, so whoever
 * catches errors hands it to the process's handler of uncaught ones, which ends the process.
 */
public final class OutOfMemory {
    private static final int DEEPEST_CAUSE = 50;

    private OutOfMemory() {}

    /** Hands on an OutOfMemoryError among this and its causes; does nothing when there is none. */
    public static void endIf(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++, at = at.getCause()) {
            if (at instanceof OutOfMemoryError) {
                end(at);
                return;
            }
        }
    }

    private static void end(Throwable error) {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null) {
            handler.uncaughtException(Thread.currentThread(), error);
        }
    }
}
