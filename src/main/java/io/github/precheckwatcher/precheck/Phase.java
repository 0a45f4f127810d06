package io.github.precheckwatcher.precheck;

/** How far a precheck is, whatever its product calls that. */
public enum Phase {
    /** It was asked for and has not begun. */
    WAITING,
    /** It has begun and runs. */
    RUNNING,
    /** It ran to its end; its items may still be bad. */
    ENDED,
    /** The precheck itself failed. */
    BROKEN,
    /** The product says a word that no source documents: polled until the deadline. */
    UNHEARD_OF;

    /** Whether the vendor will not change this answer any more. */
    public boolean terminal() {
        return this == ENDED || this == BROKEN;
    }
}
