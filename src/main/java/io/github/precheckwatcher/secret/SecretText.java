package io.github.precheckwatcher.secret;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the text of a secret must look like, whether it stands in a file, an environment variable, the configuration or
 * an answer of the vendor's library. A byte order mark and surrounding white space do not count. No reason holds any of
 * the text.
 */
public final class SecretText {
    /** The longest secret, in bytes of UTF-8. */
    public static final int LARGEST = 64 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");

    /** RFC 9110, 5.5, without its tab and its obsolete text. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]+");

    private SecretText() {}

    /** The secret, or why there is none. */
    public sealed interface Content {}

    /** The secret; shows itself nowhere. */
    public record Usable(String text) implements Content {
        public Usable {
            requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return "Usable[hidden]";
        }
    }

    /** There is no secret; says why in words that follow a name ("is empty"), and never what the text is. */
    public record Unusable(String why) implements Content {
        public Unusable {
            requireNonNull(why, "why");
        }
    }

    /** The text of these bytes as it is, but for a byte order mark. */
    public static Content decoded(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return tooLarge();
        }
        try {
            return new Usable(withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (CharacterCodingException e) {
            return new Unusable("is not UTF-8");
        }
    }

    /** The one line that a text holds. */
    public static Content line(String text) {
        return checked(text, true);
    }

    /** The lines that a text holds, each without surrounding white space; empty ones do not count. */
    public static Content lines(String text) {
        return checked(text, false);
    }

    /** The one line that a text holds, of visible ASCII characters: keys and tokens, which go into headers as they are. */
    public static Content word(String text) {
        Content line = line(text);
        return line instanceof Usable usable && !isWord(usable.text())
                ? new Unusable("holds white space or a character that is not ASCII")
                : line;
    }

    /** Whether a text is of visible ASCII characters alone, without spaces. */
    public static boolean isWord(String text) {
        return VISIBLE_ASCII.matcher(text).matches();
    }

    /** Whether a text can be a header's value. */
    public static boolean isHeaderValue(String text) {
        return HEADER_VALUE.matcher(text).matches();
    }

    private static Content checked(String text, boolean oneLine) {
        if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            return tooLarge();
        }
        List<String> lines = withoutMark(text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return new Unusable("is empty");
        }
        if (oneLine && lines.size() > 1) {
            return new Unusable("holds more than one line");
        }
        return lines.stream().anyMatch(SecretText::isMarred)
                ? new Unusable("holds a control or an invisible character")
                : new Usable(String.join("\n", lines));
    }

    /** What a copy out of a web page or a chat brings along counts too: zero-width spaces, marks of direction. */
    private static boolean isMarred(String line) {
        return line.codePoints()
                .map(Character::getType)
                .anyMatch(kind -> kind == Character.CONTROL
                        || kind == Character.FORMAT
                        || kind == Character.SURROGATE
                        || kind == Character.LINE_SEPARATOR
                        || kind == Character.PARAGRAPH_SEPARATOR);
    }

    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static Unusable tooLarge() {
        return new Unusable("is larger than 64 KiB");
    }
}
