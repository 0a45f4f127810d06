package io.github.precheckwatcher.watch;

/** What follows when a precheck of the first start, on an empty store, turns out to have ended before it was watched. */
public enum AlreadyEnded {
    /** Whoever wants its verdict is notified, as of any other. */
    NOTIFY,
    /** Its verdict is kept; nobody is notified. */
    IGNORE
}
