package io.github.precheckwatcher.precheck;

import java.util.Locale;

/** How the vendor's words are compared: without case and surrounding white space, Unicode's and the BOM included. */
public final class Words {
    private Words() {}

    /** The word in lower case without surrounding white space; "" for null. */
    public static String normal(String raw) {
        return raw == null ? "" : strip(raw).toLowerCase(Locale.ROOT);
    }

    /** The text without surrounding white space, its case kept. */
    public static String strip(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && blank(raw.charAt(from))) {
            from++;
        }
        while (to > from && blank(raw.charAt(to - 1))) {
            to--;
        }
        return raw.substring(from, to);
    }

    private static boolean blank(char c) {
        return c == '\uFEFF' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
