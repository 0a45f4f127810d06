package io.github.precheckwatcher.cli.client;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.cli.console.Table;
import io.github.precheckwatcher.cli.console.Table.Kind;
import io.github.precheckwatcher.cli.console.Terminal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a list is printed in each form.
 *
 * @param none what is printed for people when the list is empty
 * @param name what identifies an entry to other commands
 */
public record Listing<T>(String none, Function<T, String> name, List<Column<T>> columns) {
    public Listing {
        requireNonNull(none, "none");
        requireNonNull(name, "name");
        columns = List.copyOf(columns);
    }

    /** A column of the table; its kind says what becomes of it on a terminal that is not wide enough. */
    public record Column<T>(String title, Kind kind, boolean wideOnly, Function<T, String> cell) {
        /** A number, a time, or another value of which no half is of use. */
        public static <T> Column<T> of(String title, Function<T, String> cell) {
            return new Column<>(title, Kind.EXACT, false, cell);
        }

        public static <T> Column<T> wide(String title, Function<T, String> cell) {
            return new Column<>(title, Kind.EXACT, true, cell);
        }

        /** A name or an id. */
        public static <T> Column<T> key(String title, Function<T, String> cell) {
            return new Column<>(title, Kind.KEY, false, cell);
        }

        /** An outcome or a state, which begins with its word. */
        public static <T> Column<T> state(String title, Function<T, String> cell) {
            return new Column<>(title, Kind.STATE, false, cell);
        }

        /** Words that may be cut. */
        public static <T> Column<T> text(String title, Function<T, String> cell) {
            return new Column<>(title, Kind.TEXT, false, cell);
        }
    }

    /** The list in this form, for a pipe or a file; {@link OutputOption#print} prints it for what there is. */
    String text(OutputOption.Format format, List<T> entries, Object answer) {
        return text(format, entries, answer, Terminal.NONE);
    }

    /**
     * The list in this form.
     *
     * @param answer what the daemon answered, for JSON
     */
    public String text(OutputOption.Format format, List<T> entries, Object answer, Terminal terminal) {
        return switch (format) {
            case JSON -> ClientJson.pretty(answer);
            case JSONL -> entries.stream().map(ClientJson::line).collect(Collectors.joining(System.lineSeparator()));
            case NAME -> PlainText.names(entries.stream().map(name).toList(), terminal);
            case TABLE -> entries.isEmpty() ? none : table(entries, false).fitted(terminal);
            case WIDE -> entries.isEmpty() ? none : table(entries, true).whole(terminal);
        };
    }

    private Table table(List<T> entries, boolean wide) {
        List<Column<T>> shown =
                columns.stream().filter(column -> wide || !column.wideOnly()).toList();
        return new Table(
                shown.stream()
                        .map(column -> new Table.Column(column.title(), column.kind()))
                        .toList(),
                entries.stream()
                        .map(entry -> shown.stream()
                                .map(column -> column.cell().apply(entry))
                                .toList())
                        .toList());
    }
}
