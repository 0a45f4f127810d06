package io.github.precheckwatcher.precheck;

/** How a watch ended; the table of design.md 4. */
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
    CANCELLED
}
