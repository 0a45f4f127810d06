package io.github.precheckwatcher.notify;

import java.time.Duration;

/**
 * A wait that no file configures. Process tests start the daemon with a divisor of all such waits, since they can inject
 * no clock; no user needs it, so no page names it.
 */
public final class FixedWait {
    private static final long DIVISOR = Math.max(1, Long.getLong("precheck-watcher.divide-fixed-waits", 1));

    private FixedWait() {}

    /** The same for as long as this process runs. */
    public static Duration of(Duration usual) {
        return usual.dividedBy(DIVISOR);
    }
}
