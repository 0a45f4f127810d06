package io.github.precheckwatcher.precheck;

/**
 * How a watch ended. What depends on it is decided here, value by value and without a default:
 * a new value does not compile until all of it is decided.
 */
public enum Outcome {
    /** Completed, and every item passed. */
    PASSED,
    /** Completed, and nothing worse than WARNING. */
    WARNING,
    /** Completed, and at least one item is neither PASSED nor WARNING. */
    FAILED,
    /** The precheck itself failed. */
    ERROR,
    /** Completed, but the report says nothing that can be judged. */
    UNKNOWN,
    /** The deadline came first; the precheck may still run. */
    TIMED_OUT,
    /** No answer could be had about this precheck. */
    ABANDONED,
    /** Someone withdrew the watch. */
    CANCELLED;

    /** How much an outcome matters, as alerts call it. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** The place among all outcomes, 0 is the most severe; no two have the same. */
    public int rank() {
        return switch (this) {
            case FAILED -> 0;
            case ERROR -> 1;
            case UNKNOWN -> 2;
            case ABANDONED -> 3;
            case TIMED_OUT -> 4;
            case WARNING -> 5;
            case PASSED -> 6;
            case CANCELLED -> 7;
        };
    }

    public Severity severity() {
        return switch (this) {
            case FAILED, ERROR -> Severity.CRITICAL;
            case WARNING -> Severity.WARNING;
            case PASSED, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED -> Severity.INFO;
        };
    }

    /** Whether a whole report was judged. */
    public boolean hasReport() {
        return switch (this) {
            case PASSED, WARNING, FAILED -> true;
            case ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED -> false;
        };
    }

    /** Whether a verdict has a {@link Problem} that says why there is no report. */
    public boolean hasProblem() {
        return switch (this) {
            case ERROR, UNKNOWN, TIMED_OUT, ABANDONED -> true;
            case PASSED, WARNING, FAILED, CANCELLED -> false;
        };
    }

    /** Whether an answer of the cloud ended the watch; if not, we gave it up. */
    public boolean isAnswered() {
        return switch (this) {
            case PASSED, WARNING, FAILED, ERROR, UNKNOWN -> true;
            case TIMED_OUT, ABANDONED, CANCELLED -> false;
        };
    }

    /** Whether somebody withdrew the watch: its verdict is no news, and the next one is not compared with it. */
    public boolean isWithdrawn() {
        return switch (this) {
            case CANCELLED -> true;
            case PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED -> false;
        };
    }
}
