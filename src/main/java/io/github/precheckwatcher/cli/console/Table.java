package io.github.precheckwatcher.cli.console;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of as many cells each, columns two spaces apart, fitted to the terminal that shows them. */
public final class Table {
    private final List<Column> columns;
    private final List<List<String>> rows;

    /**
     * A table. Without any title it has no row of titles.
     *
     * @param rows each of as many cells as there are columns; text from outside is taken as it comes
     */
    public Table(List<Column> columns, List<List<String>> rows) {
        this.columns = List.copyOf(columns);
        this.rows = rows.stream()
                .map(row -> row.stream().map(PlainText::oneLine).toList())
                .toList();
    }

    /** What may become of a column that does not fit. */
    public enum Kind {
        /** A name or an id: cut last. */
        KEY,
        /** An outcome or a state: cut last, coloured. */
        STATE,
        /** A number or a time, of which no half is of use: left out. */
        EXACT,
        /** Words: cut first, or wrapped. */
        TEXT
    }

    /** A column. */
    public record Column(String title, Kind kind) {
        public Column {
            requireNonNull(title, "title");
            requireNonNull(kind, "kind");
        }
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** No line is wider than the terminal: words are cut, and columns left out that have no room. */
    public String fitted(Terminal terminal) {
        int[] widths = widths();
        return text(
                terminal.columns().isPresent()
                        ? ColumnFit.all(kinds(), widths, terminal.columns().getAsInt())
                        : widths,
                false,
                terminal);
    }

    /** All columns: words are cut, and where that is not enough lines are wider than the terminal. */
    public String whole(Terminal terminal) {
        return text(cutTexts(terminal), false, terminal);
    }

    /** All columns and all words: these go on in further lines. */
    public String wrapped(Terminal terminal) {
        return text(cutTexts(terminal), true, terminal);
    }

    private int[] cutTexts(Terminal terminal) {
        int[] widths = widths();
        return terminal.columns().isPresent()
                ? ColumnFit.texts(kinds(), widths, terminal.columns().getAsInt())
                : widths;
    }

    private List<Kind> kinds() {
        return columns.stream().map(Column::kind).toList();
    }

    private int[] widths() {
        return IntStream.range(0, columns.size())
                .map(i -> rows.stream()
                        .mapToInt(row -> TextWidth.of(row.get(i)))
                        .reduce(TextWidth.of(columns.get(i).title()), Math::max))
                .toArray();
    }

    private String text(int[] widths, boolean wrap, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        List<String> titles = columns.stream().map(Column::title).toList();
        if (titles.stream().anyMatch(title -> !title.isEmpty())) {
            lines.addAll(lines(titles, widths, wrap, false));
        }
        rows.forEach(row -> lines.addAll(lines(row, widths, wrap, terminal.colours())));
        return String.join(System.lineSeparator(), lines);
    }

    private List<String> lines(List<String> row, int[] widths, boolean wrap, boolean coloured) {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            cells.add(
                    wrap && columns.get(i).kind() == Kind.TEXT
                            ? TextWidth.wrap(cell, widths[i])
                            : List.of(TextWidth.cut(cell, widths[i])));
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, height)
                .mapToObj(line -> line(
                        cells.stream()
                                .map(cell -> line < cell.size() ? cell.get(line) : "")
                                .toList(),
                        widths,
                        coloured))
                .toList();
    }

    private String line(List<String> cells, int[] widths, boolean coloured) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                String cell = cells.get(i);
                boolean paint = coloured && columns.get(i).kind() == Kind.STATE;
                line.append(paint ? StateColour.paint(cell) : cell)
                        .append(" ".repeat(Math.max(0, widths[i] - TextWidth.of(cell)) + ColumnFit.GAP));
            }
        }
        return line.toString().stripTrailing();
    }
}
