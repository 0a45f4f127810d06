package io.github.precheckwatcher.config.schema;

import java.util.regex.Pattern;

/**
 * What of a user's text a message may show: bounded, free of control characters, and nothing that looks like a secret.
 * A typo can move a secret to any place of a file (a lost line break makes it a part of the word before it), so the
 * place alone does not say that a text is harmless.
 */
public final class Redaction {
    private static final int LONGEST = 60;
    private static final Pattern KEY = Pattern.compile("([\\p{L}\\p{N}_%][\\p{L}\\p{N}_. %/+-]*)?");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9+=_-]+");
    private static final int SHORTEST_SECRET = 16;

    private Redaction() {}

    /** The text in quotes, or "this value". */
    public static String value(String text, boolean hidden) {
        return hidden || looksSecret(text) ? "this value" : "'" + bounded(text) + "'";
    }

    /** The text as a part of a key path, or "(hidden)". */
    public static String key(String text) {
        return looksSecret(text) || !KEY.matcher(text).matches() ? "(hidden)" : bounded(text);
    }

    /** Whether a text has the looks of a key, token or address. */
    public static boolean looksSecret(String text) {
        if (text.contains("whsec_") || text.contains("LTAI") || text.contains("://")) {
            return true;
        }
        return BETWEEN_WORDS.splitAsStream(text).anyMatch(Redaction::looksRandom);
    }

    private static boolean looksRandom(String word) {
        return word.length() >= SHORTEST_SECRET
                && word.chars().anyMatch(Character::isDigit)
                && word.chars().anyMatch(Character::isUpperCase)
                && word.chars().anyMatch(Character::isLowerCase);
    }

    private static String bounded(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
    }
}
