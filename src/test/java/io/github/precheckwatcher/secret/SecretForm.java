package io.github.precheckwatcher.secret;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The forms in which a secret is found in a file or a variable, and where each of them may be used. */
public enum SecretForm {
    AS_IT_IS(v -> v, Use.values()),
    BYTE_ORDER_MARK(v -> "\uFEFF" + v, Use.values()),
    LINE_END(v -> v + "\n", Use.values()),
    WINDOWS_LINE_END(v -> v + "\r\n", Use.values()),
    BYTE_ORDER_MARK_AND_LINE_END(v -> "\uFEFF" + v + "\r\n", Use.values()),
    EMPTY_LINES_AROUND(v -> "\n\n" + v + "\n \n", Use.values()),
    WHITE_SPACE_AROUND(v -> " \t" + v + "  ", Use.values()),
    SPACE_WITHIN(v -> amid(v, " "), Use.HEADER),
    NOT_ASCII(v -> amid(v, "\u00e9"), Use.ADDRESS),
    EMPTY(v -> ""),
    WHITE_SPACE(v -> " \r\n\t"),
    BYTE_ORDER_MARK_ALONE(v -> "\uFEFF"),
    REMARK_BEHIND(v -> v + "\n# remark\n"),
    REMARK_BEFORE(v -> "# remark\n" + v + "\n"),
    TWO_VALUES(v -> v + "\n" + v + "x\n"),
    LINE_END_WITHIN(v -> amid(v, "\n")),
    CARRIAGE_RETURN_WITHIN(v -> amid(v, "\r")),
    NUL_WITHIN(v -> amid(v, "\0")),
    TAB_WITHIN(v -> amid(v, "\t")),
    DELETE_WITHIN(v -> amid(v, "\u007f")),
    LINE_SEPARATOR_WITHIN(v -> amid(v, "\u2028")),
    ZERO_WIDTH_SPACE_WITHIN(v -> amid(v, "\u200b")),
    BYTE_ORDER_MARK_WITHIN(v -> amid(v, "\uFEFF")),
    TOO_LARGE(v -> v + "x".repeat(64 * 1024)),
    LATIN_1(v -> null) {
        @Override
        public byte[] bytes(String value) {
            return amid(value, "\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    UTF_16(v -> null) {
        @Override
        public byte[] bytes(String value) {
            return value.getBytes(StandardCharsets.UTF_16);
        }
    };

    /** What a secret is for. */
    public enum Use {
        /** Keys and tokens. */
        WORD,
        /** Any header's value. */
        HEADER,
        ADDRESS
    }

    private final UnaryOperator<String> written;
    private final Set<Use> uses;

    SecretForm(UnaryOperator<String> written, Use... uses) {
        this.written = written;
        this.uses = Set.of(uses);
    }

    /** Those that a text can have, too, not only a file. */
    public static Stream<SecretForm> ofTexts() {
        return Stream.of(values()).filter(form -> form.text("some value").isPresent());
    }

    public boolean isUsable(Use use) {
        return uses.contains(use);
    }

    /** The value in this form; empty: no text has it. */
    public Optional<String> text(String value) {
        return Optional.ofNullable(written.apply(value));
    }

    /** The content of a file. */
    public byte[] bytes(String value) {
        return written.apply(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String amid(String value, String more) {
        int at = value.length() - 2;
        return value.substring(0, at) + more + value.substring(at);
    }
}
