package io.github.precheckwatcher.cli;

/** Whether this process is being stopped. */
final class Ending {
    private Ending() {}

    /** True from the moment on that SIGINT, SIGTERM or an exit set the shutdown off. What fails then is no failure. */
    static boolean begun() {
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
