package io.github.precheckwatcher.watch;

/** What becomes of a running watch whose task the files name no more. */
public enum OnRemoval {
    /** It is watched to its end. */
    KEEP,
    /** It ends as CANCELLED. */
    CANCEL
}
