package io.github.precheckwatcher.registration.reload;

import java.util.Locale;

/** Why files are read again. */
public enum Trigger {
    /** They have changed. */
    FILES,
    /** SIGHUP. */
    SIGNAL,
    /** REST, or the command that asks it. */
    API;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
