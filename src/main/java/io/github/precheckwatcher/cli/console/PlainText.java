package io.github.precheckwatcher.cli.console;

import io.github.precheckwatcher.cli.console.Table.Column;
import io.github.precheckwatcher.cli.console.Table.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from outside as a terminal may show it: no control characters, which could write over other lines, and no format
 * characters, which could turn a line's direction.
 */
public final class PlainText {
    private static final String UNSHOWN = "[\\p{Cc}\\p{Cf}\\u2028\\u2029]+";

    /** An end of a line, a colour (group 1), or what is not shown. */
    private static final Pattern SAFE = Pattern.compile("(\r?\n|\u001b\\[[0-9]{1,2}m)|[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

    private PlainText() {}

    public static String oneLine(String text) {
        return text.replaceAll(UNSHOWN, " ").strip();
    }

    /** Keeps lines and colours. */
    static String safe(String text) {
        return SAFE.matcher(text)
                .replaceAll(found -> found.group(1) == null ? " " : Matcher.quoteReplacement(found.group()));
    }

    /** Keeps its lines, each behind an indent. */
    public static String lines(String text, String indent) {
        return text.lines()
                .map(line -> indent + line.replaceAll(UNSHOWN, " "))
                .reduce((a, b) -> a + System.lineSeparator() + b)
                .orElse(indent);
    }

    /** One a line: as they are for another command, which must find what it is about by them; safe where a terminal shows them. */
    public static String names(List<String> names, Terminal terminal) {
        return names.stream()
                .map(name -> terminal.columns().isPresent() ? oneLine(name) : name)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Rows of as many cells each; columns two spaces apart, the first row their names. */
    public static String table(List<List<String>> rows) {
        return new Table(
                        rows.get(0).stream()
                                .map(title -> new Column(title, Kind.EXACT))
                                .toList(),
                        rows.subList(1, rows.size()))
                .whole(Terminal.NONE);
    }
}
