package io.github.precheckwatcher.registration.reload;

/**
 * When files that change are to be read: once two looks in a row find the same, since several are saved one after the
 * other and one may be written slowly; after ten looks that all find something else, whatever is there. What was refused
 * is tried again now and then: a file that it names, or a secret, may have been the reason. Not thread safe.
 */
final class FileSettling {
    private static final int MOST_LOOKS = 10;

    /** So many looks lie between two tries of files that were refused and are as they were. */
    private static final int BETWEEN_TRIES = 10;

    private String tried;
    private boolean refused;
    private String lastSeen;
    private int unsettled;
    private int idle;

    /** @param tried the version that is in effect */
    FileSettling(String tried) {
        this.tried = tried;
        this.lastSeen = tried;
    }

    /** Whether the version that a look finds is to be tried now. */
    boolean isDue(String seen) {
        if (seen.equals(tried)) {
            lastSeen = seen;
            unsettled = 0;
            return refused && ++idle % BETWEEN_TRIES == 0;
        }
        boolean quiet = seen.equals(lastSeen);
        lastSeen = seen;
        return ++unsettled > MOST_LOOKS || quiet;
    }

    /** Whether the files were given all the time that they get to settle. */
    boolean isImpatient() {
        return unsettled > MOST_LOOKS;
    }

    /** A version was tried. */
    void tried(String version, boolean wasRefused) {
        tried = version;
        lastSeen = version;
        refused = wasRefused;
        unsettled = 0;
        idle = 0;
    }
}
