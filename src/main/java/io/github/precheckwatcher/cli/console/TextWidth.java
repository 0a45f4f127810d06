package io.github.precheckwatcher.cli.console;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal a text takes, and pieces of a text by that. */
final class TextWidth {
    private static final String CUT = "...";

    /** Ranges that are Wide or Fullwidth in https://www.unicode.org/reports/tr11/, each with its last. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** The text if it has at most so many columns; else its beginning, with three dots where they fit. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        return columns <= CUT.length()
                ? text.substring(0, fitting(text, 0, columns))
                : text.substring(0, fitting(text, 0, columns - CUT.length())) + CUT;
    }

    /** The text in lines of at most so many columns, between words where that is possible; at least one line. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.max(fitting(text, from, columns), text.offsetByCodePoints(from, 1));
            int blank = to == text.length() ? -1 : text.lastIndexOf(' ', to);
            int end = blank > from ? blank : to;
            lines.add(text.substring(from, end).stripTrailing());
            from = end;
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
        }
        return lines.isEmpty() ? List.of("") : lines;
    }

    /** Where in the text that ends which begins there and has at most so many columns. */
    private static int fitting(String text, int from, int columns) {
        int width = 0;
        int at = from;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            width += of(character);
            if (width > columns) {
                break;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    private static int of(int character) {
        int type = Character.getType(character);
        boolean joins = type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || character >= 0x1160 && character <= 0x11FF; // vowels and finals of Hangul
        return joins ? 0 : isWide(character) ? 2 : 1;
    }

    private static boolean isWide(int character) {
        for (int[] range : WIDE) {
            if (character >= range[0] && character <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
