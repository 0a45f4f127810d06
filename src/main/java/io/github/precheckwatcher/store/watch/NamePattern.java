package io.github.precheckwatcher.store.watch;

import java.util.Locale;

/** What operators write of a name, as {@code like} takes it; upper and lower case are the same. */
final class NamePattern {
    private NamePattern() {}

    /** The condition that a column fits the pattern which is bound. */
    static String fits(String column) {
        return "lower(" + column + ") like ? escape '!'";
    }

    /** A star stands for any characters, everything else for itself. */
    static String of(String written) {
        return written.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_")
                .replace('*', '%');
    }

    /** A text anywhere. */
    static String around(String text) {
        return of("*" + text + "*");
    }
}
