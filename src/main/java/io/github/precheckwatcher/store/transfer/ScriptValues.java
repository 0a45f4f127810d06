package io.github.precheckwatcher.store.transfer;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The constants of one row, as H2 2.4 writes them in a script: {@code ('it''s', U&'\4e2d', 5, 0.1, TRUE, NULL, TIMESTAMP
 * WITH TIME ZONE '2026-11-24 08:00:00+00')}, and a comma or semicolon behind it. Every other form is refused.
 */
final class ScriptValues {
    private static final String TIME = "TIMESTAMP WITH TIME ZONE '";
    private static final DateTimeFormatter TIME_FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:mm:ss", "+00")
            .toFormatter(Locale.ROOT);

    private final String line;
    private int at;

    ScriptValues(String line) {
        this.line = line;
    }

    /** @throws IllegalArgumentException when the line is no row */
    Object[] row() {
        List<Object> values = new ArrayList<>();
        expect("(");
        do {
            values.add(value());
        } while (skip(", "));
        expect(")");
        return values.toArray();
    }

    /**
     * Behind the row: whether it was the last of its statement.
     *
     * @throws IllegalArgumentException when there is something else
     */
    boolean statementEnds() {
        boolean ends = !skip(",");
        if (ends) {
            expect(";");
        }
        if (!line.substring(at).isBlank()) {
            throw wrong();
        }
        return ends;
    }

    private Object value() {
        if (skip("NULL")) {
            return null;
        } else if (skip("TRUE")) {
            return true;
        } else if (skip("FALSE")) {
            return false;
        } else if (skip("U&'")) {
            return unescaped(quoted());
        } else if (skip("'")) {
            return quoted();
        } else if (skip(TIME)) {
            return time(quoted());
        } else if (skip("TIMESTAMP '")) {
            return quoted(); // of Flyway's own table, which no row is taken from
        }
        return number();
    }

    /** To the quotation mark that ends it, which is not doubled. */
    private String quoted() {
        StringBuilder text = new StringBuilder();
        while (true) {
            int end = line.indexOf('\'', at);
            if (end < 0) {
                throw wrong();
            }
            text.append(line, at, end);
            at = end + 1;
            if (!skip("'")) {
                return text.toString();
            }
            text.append('\'');
        }
    }

    /** The standard's Unicode escapes: a backslash and four digits, or a plus and six; two backslashes are one. */
    private String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                i++;
            } else if (text.startsWith("\\\\", i)) {
                plain.append('\\');
                i += 2;
            } else if (text.startsWith("\\+", i)) {
                plain.appendCodePoint(hex(text, i + 2, i + 8));
                i += 8;
            } else {
                plain.append((char) hex(text, i + 1, i + 5));
                i += 5;
            }
        }
        return plain.toString();
    }

    private int hex(String text, int from, int to) {
        if (to > text.length()) {
            throw wrong();
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw wrong();
            }
            value = value << 4 | digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw wrong();
        }
        return value;
    }

    private OffsetDateTime time(String text) {
        try {
            return OffsetDateTime.parse(text, TIME_FORMAT);
        } catch (DateTimeException e) {
            throw wrong();
        }
    }

    private Object number() {
        int end = at;
        while (end < line.length() && "+-.0123456789E".indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        try {
            BigDecimal number = new BigDecimal(line.substring(at, end));
            at = end;
            return number;
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private boolean skip(String text) {
        boolean there = line.startsWith(text, at);
        at += there ? text.length() : 0;
        return there;
    }

    private void expect(String text) {
        if (!skip(text)) {
            throw wrong();
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("has something else than constants at character " + (at + 1));
    }
}
