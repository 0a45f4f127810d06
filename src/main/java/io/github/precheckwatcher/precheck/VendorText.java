package io.github.precheckwatcher.precheck;

/**
 * Makes text that comes from outside fit to be kept and shown. Whatever the vendor sends, what leaves these methods can
 * be written as UTF-8 and stored by every database.
 */
public final class VendorText {
    private static final int REPLACEMENT = 0xFFFD;
    private static final char ELLIPSIS = '…';

    private static final int LONGEST_PLAIN = 64;

    private VendorText() {}

    /**
     * The text with U+FFFD for what cannot be written: half surrogate pairs (no UTF-8 encoder takes them; JSON's
     * {@code \\ud800} makes them) and NUL (no PostgreSQL text holds it).
     */
    public static String wellFormed(String text) {
        boolean plain = text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
        if (plain || text.codePoints().allMatch(VendorText::writable)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(VendorText::written).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Whether a text is a plain word of the vendor's, as codes and ids are: short ASCII without spaces. */
    public static boolean isPlain(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_PLAIN && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * The longest beginning of the {@linkplain #wellFormed well-formed} text that ends between two code points.
     *
     * @param limitBytes how many bytes of UTF-8 it may take, >= 0
     */
    public static String cut(String text, int limitBytes) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), limitBytes));
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int raw = text.codePointAt(at);
            int c = written(raw);
            bytes += utf8Length(c);
            if (bytes > limitBytes) {
                break;
            }
            out.appendCodePoint(c);
            at += Character.charCount(raw);
        }
        return out.toString();
    }

    /**
     * A raw word as it is kept: the {@linkplain #wellFormed well-formed} text, at most {@link ByteBudget#WORD} bytes of
     * UTF-8. A longer one loses the white space around it; if that does not help it is cut between two code points and ends
     * in an ellipsis, which is within the bound.
     */
    public static String word(String text) {
        if (fits(text)) {
            return wellFormed(text);
        }
        String bare = Words.strip(text);
        return fits(bare) ? wellFormed(bare) : cut(bare, ByteBudget.WORD - utf8Length(ELLIPSIS)) + ELLIPSIS;
    }

    private static boolean fits(String text) {
        return text.length() <= ByteBudget.WORD && bytes(text) <= ByteBudget.WORD;
    }

    /** How many bytes of UTF-8 the {@linkplain #wellFormed well-formed} text takes. */
    public static int bytes(String text) {
        return text.codePoints().map(c -> utf8Length(written(c))).sum();
    }

    /**
     * The text on one line: each run of white space, line breaks, control characters and bidirectional marks (which
     * would let a name rearrange the line around it) becomes one space.
     *
     * @param limit how many code points it may have, >= 1; what is longer ends in an ellipsis
     */
    public static String oneLine(String text, int limit) {
        StringBuilder out = new StringBuilder();
        int length = 0;
        boolean gap = false;
        for (int at = 0; at < text.length(); ) {
            int raw = text.codePointAt(at);
            at += Character.charCount(raw);
            if (breaksLine(raw)) {
                gap = length > 0;
                continue;
            }
            int wanted = gap ? 2 : 1;
            if (length + wanted > limit) {
                int last = out.offsetByCodePoints(out.length(), length == limit ? -1 : 0);
                return out.delete(last, out.length()).append(ELLIPSIS).toString();
            }
            if (gap) {
                out.append(' ');
            }
            out.appendCodePoint(written(raw));
            length += wanted;
            gap = false;
        }
        return out.toString();
    }

    /**
     * The text with a code, as {@code ‹U+202E›}, for each character that nobody sees: of zero width, turning the
     * direction of reading, or a control but tab and line breaks. A text that looks like another one can be
     * distinguished from it.
     */
    public static String shown(String text) {
        if (text.codePoints().noneMatch(VendorText::invisible)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (invisible(c)) {
                out.append(String.format("‹U+%04X›", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Unicode's Default_Ignorable_Code_Point but the variation selectors that emoji use, and what breaks lines unseen. */
    private static boolean invisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.CONTROL -> c != '\n' && c != '\r' && c != '\t';
            default ->
                c == 0x034F
                        || c == 0x115F
                        || c == 0x1160
                        || c == 0x17B4
                        || c == 0x17B5
                        || (c >= 0x180B && c <= 0x180F)
                        || c == 0x3164
                        || c == 0xFFA0
                        || (c >= 0xE0000 && c <= 0xE0FFF);
        };
    }

    private static boolean breaksLine(int c) {
        return Character.isISOControl(c)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0xFEFF
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static int written(int c) {
        return writable(c) ? c : REPLACEMENT;
    }

    private static boolean writable(int c) {
        return c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }

    private static int utf8Length(int c) {
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < 0x10000 ? 3 : 4;
    }
}
