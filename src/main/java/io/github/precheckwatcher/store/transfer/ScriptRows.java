package io.github.precheckwatcher.store.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the rows out of the lines of a script of H2's. Nothing in a script is run: only its INSERT statements are read, as
 * data, and only constants are taken for values. Whatever else stands there, be it the definition of an alias or of a
 * link, is passed over.
 */
final class ScriptRows {
    private static final Pattern INSERT = Pattern.compile(
            "INSERT INTO (?:\"public\"\\.)?\"([a-z_0-9]{1,63})\"\\((.*)\\)(?: OVERRIDING SYSTEM VALUE)? VALUES *");

    private Optional<Target> target = Optional.empty();

    /** Where the rows that follow belong. */
    record Target(String table, List<String> columns) {}

    /** A row: values in the order of the target's columns. */
    record Row(Target target, Object[] values) {}

    /**
     * Reads the next line.
     *
     * @return its row, if it is one
     * @throws IllegalArgumentException when it should be a row and is none
     */
    Optional<Row> read(String line) {
        if (target.isPresent()) {
            Target into = target.get();
            ScriptValues values = new ScriptValues(line);
            Row row = new Row(into, values.row());
            if (values.statementEnds()) {
                target = Optional.empty();
            }
            if (row.values().length != into.columns().size()) {
                throw new IllegalArgumentException("has another number of values than of columns");
            }
            return Optional.of(row);
        }
        Matcher insert = INSERT.matcher(line);
        if (insert.matches()) {
            target = Optional.of(new Target(insert.group(1), columns(insert.group(2))));
        } else if (line.startsWith("INSERT")) {
            throw new IllegalArgumentException("is an INSERT in a form that H2's script does not have");
        }
        return Optional.empty();
    }

    /** @return whether the last statement of rows has ended */
    boolean ended() {
        return target.isEmpty();
    }

    private static List<String> columns(String list) {
        List<String> columns = new ArrayList<>();
        Arrays.stream(list.split(", ")).forEach(name -> {
            if (!name.matches("\"[a-z_0-9]{1,63}\"")) {
                throw new IllegalArgumentException("names a column in a form that H2's script does not have");
            }
            columns.add(name.substring(1, name.length() - 1));
        });
        return List.copyOf(columns);
    }
}
