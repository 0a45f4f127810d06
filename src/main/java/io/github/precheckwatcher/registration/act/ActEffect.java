package io.github.precheckwatcher.registration.act;

/** What may become of a watch by an act. */
public enum ActEffect {
    /** It ended as CANCELLED. */
    CANCELLED(true),
    /** Its next poll is due now. */
    DUE(true),
    /** A further round began. */
    NEW_ROUND(true),
    /** It is deleted. */
    FORGOTTEN(true),
    /** Nothing: a poll of it is under way. */
    POLLING(false),
    /** Nothing: it runs. */
    RUNNING(false),
    /** Nothing: its end could not be written, and it runs on. */
    NOT_CANCELLED(false),
    /** Nothing yet: there were more than one request has time for. */
    NOT_REACHED(false),
    /** Nothing: it has ended. */
    ENDED(false);

    private final boolean done;

    ActEffect(boolean done) {
        this.done = done;
    }

    /** Whether something was done. */
    public boolean done() {
        return done;
    }
}
