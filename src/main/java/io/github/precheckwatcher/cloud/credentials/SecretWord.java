package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * A word that must not be shown, found in a text in whatever form an echo of the request may have: as it is, URL-encoded
 * once or twice, escaped as in JSON ({@code \\/}, {@code \\u002b}; in JSON within JSON, too) or as in HTML, each of its
 * characters in a form of its own. Time is bounded by the text's length. Its text form shows nothing.
 */
final class SecretWord {
    private static final String CUT = "***";

    /** Of JSON encoded three times over. */
    private static final int MOST_BACKSLASHES = 8;

    /** Digits of a reference to any character, some leading zeros included. */
    private static final int LONGEST_REFERENCE = 8;

    private final int[] word;
    private final char first;

    /**
     * @param word not empty
     */
    SecretWord(String word) {
        this.word = requireNonNull(word, "word").codePoints().toArray();
        this.first = word.charAt(0);
    }

    /** The text without the word. */
    String cutFrom(String text) {
        StringBuilder out = null;
        int copied = 0;
        for (int at = 0; at < text.length(); ) {
            int end = begins(text, at) ? match(text, at) : -1;
            if (end <= at) {
                at++;
                continue;
            }
            out = out == null ? new StringBuilder(text.length()) : out;
            out.append(text, copied, at).append(CUT);
            copied = end;
            at = end;
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private boolean begins(String text, int at) {
        char c = text.charAt(at);
        return c == first || c == '\\' || c == '%' || c == '&' || c == '+';
    }

    /** Behind the word that begins here; -1 if none does. */
    private int match(String text, int from) {
        int at = from;
        for (int c : word) {
            at = step(text, at, c);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }

    /** Behind this character in any of its forms; -1 if it is not here. */
    private static int step(String text, int at, int c) {
        if (at >= text.length()) {
            return -1;
        }
        int end = switch (text.charAt(at)) {
            case '\\' -> escaped(text, at, c);
            case '%' -> percent(text, at, c);
            case '&' -> reference(text, at, c);
            case '+' -> c == ' ' ? at + 1 : -1;
            default -> -1;
        };
        return end >= 0 ? end : plain(text, at, c);
    }

    private static int plain(String text, int at, int c) {
        return at < text.length() && text.codePointAt(at) == c ? at + Character.charCount(c) : -1;
    }

    private static int escaped(String text, int from, int c) {
        int at = from;
        for (char unit : Character.toChars(c)) {
            int start = at;
            while (at < text.length() && text.charAt(at) == '\\' && at - start < MOST_BACKSLASHES) {
                at++;
            }
            if (at == start || !text.startsWith("u", at) || hex(text, at + 1, 4) != unit) {
                return behindBackslashes(text, from, c);
            }
            at += 5;
        }
        return at;
    }

    /** A character that is escaped by a backslash before it; a backslash itself takes all of them. */
    private static int behindBackslashes(String text, int from, int c) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\' && at - from < MOST_BACKSLASHES) {
            at++;
        }
        return c == '\\' ? at : plain(text, at, c);
    }

    private static int percent(String text, int from, int c) {
        int at = from;
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            if (at >= text.length() || text.charAt(at) != '%') {
                return -1;
            }
            at++;
            if (octet != '%' && text.startsWith("25", at)) {
                at += 2;
            }
            if (hex(text, at, 2) != (octet & 0xFF)) {
                return -1;
            }
            at += 2;
        }
        return at;
    }

    private static int reference(String text, int at, int c) {
        if (c == '&' && text.startsWith("amp;", at + 1)) {
            return at + 5;
        }
        if (!text.startsWith("#", at + 1)) {
            return -1;
        }
        boolean hexadecimal = text.startsWith("x", at + 2) || text.startsWith("X", at + 2);
        int from = hexadecimal ? at + 3 : at + 2;
        int value = 0;
        for (int i = from; i < text.length() && i - from < LONGEST_REFERENCE; i++) {
            if (text.charAt(i) == ';') {
                return i > from && value == c ? i + 1 : -1;
            }
            int digit = Character.digit(text.charAt(i), hexadecimal ? 16 : 10);
            if (digit < 0) {
                return -1;
            }
            value = value * (hexadecimal ? 16 : 10) + digit;
        }
        return -1;
    }

    /** The number of so many hexadecimal digits; -1 if they are not there. */
    private static int hex(String text, int from, int digits) {
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    @Override
    public String toString() {
        return "SecretWord";
    }
}
