package io.github.precheckwatcher.cli.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Text from outside as a terminal may show it: no control characters, which could write over other lines. */
public final class PlainText {
    private PlainText() {}

    public static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    }

    /** Keeps its lines, each behind an indent. */
    public static String lines(String text, String indent) {
        return text.lines()
                .map(line -> indent + line.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " "))
                .reduce((a, b) -> a + System.lineSeparator() + b)
                .orElse(indent);
    }

    /** Rows of as many cells each; columns two spaces apart, the first row their names. */
    public static String table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            widths.add(Collections.max(
                    rows.stream().map(row -> oneLine(row.get(at)).length()).toList()));
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = oneLine(row.get(column));
                line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
            }
            table.append(table.length() == 0 ? "" : System.lineSeparator())
                    .append(line.toString().stripTrailing());
        }
        return table.toString();
    }
}
