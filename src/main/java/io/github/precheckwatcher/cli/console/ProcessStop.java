package io.github.precheckwatcher.cli.console;

/** Whether this process is being stopped. */
public final class ProcessStop {
    private ProcessStop() {}

    /** True from the moment on that SIGINT, SIGTERM or an exit set the shutdown off. What fails then is no failure. */
    public static boolean begun() {
        Thread never = new Thread(() -> {});
        try {
            // the one question that the JVM answers without a race
            Runtime.getRuntime().addShutdownHook(never);
            Runtime.getRuntime().removeShutdownHook(never);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
