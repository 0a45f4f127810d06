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
        return literal(written.toLowerCase(Locale.ROOT)).replace('*', '%');
    }

    /** A text that stands for itself alone, in a {@code like} with the escape {@code '!'}. */
    public static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** A text anywhere. */
    public static String around(String text) {
        return of("*" + text + "*");
    }
}
