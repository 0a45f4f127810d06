package io.github.precheckwatcher.cli.console;

/** The exit codes; README.md lists them. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int CANNOT_START = 2;
    public static final int NO_ANSWER = 3;
    /** As the JVM ends by itself under {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int OUT_OF_MEMORY = 3;

    private ExitCode() {}
}
