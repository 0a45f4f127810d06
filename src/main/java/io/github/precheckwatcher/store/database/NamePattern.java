package io.github.precheckwatcher.store.database;

import java.util.Locale;

/** What operators write of a name, as {@code like} takes it; upper and lower case are the same. */
public final class NamePattern {
    private NamePattern() {}

    /** The condition that a column fits the pattern which is bound. */
    public static String fits(String column) {
        return "lower(" + column + ") like ? escape '!'";
    }

    /** A star stands for any characters, everything else for itself. */
    public static String of(String written) {
        return written.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_")
                .replace('*', '%');
    }

    /** A text anywhere. */
    public static String around(String text) {
        return of("*" + text + "*");
    }
}
