package io.github.precheckwatcher.cli.client;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cli.console.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a list is printed in each form.
 *
 * @param none what is printed for people when the list is empty
 * @param name what identifies an entry to other commands
 */
record Listing<T>(String none, Function<T, String> name, List<Column<T>> columns) {
    Listing {
        requireNonNull(none, "none");
        requireNonNull(name, "name");
        columns = List.copyOf(columns);
    }

    /** A column of the table. */
    record Column<T>(String title, boolean wideOnly, Function<T, String> cell) {
        static <T> Column<T> of(String title, Function<T, String> cell) {
            return new Column<>(title, false, cell);
        }

        static <T> Column<T> wide(String title, Function<T, String> cell) {
            return new Column<>(title, true, cell);
        }
    }

    /**
     * The list in this form.
     *
     * @param answer what the daemon answered, for JSON
     */
    String text(OutputOption.Format format, List<T> entries, Object answer) {
        return switch (format) {
            case JSON -> DaemonClient.json(answer);
            case JSONL ->
                entries.stream().map(DaemonClient::jsonLine).collect(Collectors.joining(System.lineSeparator()));
            case NAME -> entries.stream().map(name).collect(Collectors.joining(System.lineSeparator()));
            case TABLE -> table(entries, false);
            case WIDE -> table(entries, true);
        };
    }

    private String table(List<T> entries, boolean wide) {
        if (entries.isEmpty()) {
            return none;
        }
        List<Column<T>> shown =
                columns.stream().filter(column -> wide || !column.wideOnly()).toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(shown.stream().map(Column::title).toList());
        entries.forEach(entry -> rows.add(
                shown.stream().map(column -> column.cell().apply(entry)).toList()));
        return PlainText.table(rows);
    }
}
