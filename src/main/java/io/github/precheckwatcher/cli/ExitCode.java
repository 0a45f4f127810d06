package io.github.precheckwatcher.cli;

/** The exit codes of contract.md 5. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int CANNOT_START = 2;
    static final int NO_ANSWER = 3;
    /** As the JVM ends by itself under {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;

    private ExitCode() {}
}
