package io.github.precheckwatcher.store.transfer;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first lines of a backup, as comments of SQL.
 *
 * @param schema the version of the schema
 * @param made when it was made
 * @param next the value that each identity column gets next, by {@code table.column}
 */
public record BackupHeader(String schema, Instant made, Map<String, Long> next) {
    /** The first line; another form of the file has another number. */
    static final String FIRST = "-- precheck-watcher backup 1";

    /** The last line: all is there. Whether it is as it was written gzip's own checksum says. */
    static final String LAST = "-- end of backup";

    private static final Pattern LINE = Pattern.compile("-- (schema|made|next [a-z_]{1,63}\\.[a-z_]{1,63}): (.{1,60})");

    public BackupHeader {
        requireNonNull(schema, "schema");
        requireNonNull(made, "made");
        next = Map.copyOf(next);
    }

    String text() {
        StringBuilder text = new StringBuilder(FIRST)
                .append("\n-- schema: ")
                .append(schema)
                .append("\n-- made: ")
                .append(made)
                .append('\n');
        new TreeMap<>(next)
                .forEach((column, value) -> text.append("-- next ")
                        .append(column)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        return text.toString();
    }

    /** Reads the lines behind the first one until one that is no line of a header; empty when one is missing or wrong. */
    static Optional<BackupHeader> read(Iterable<String> lines) {
        Map<String, String> values = new TreeMap<>();
        for (String line : lines) {
            Matcher written = LINE.matcher(line);
            if (!written.matches()) {
                break;
            }
            values.put(written.group(1), written.group(2));
        }
        try {
            Map<String, Long> next = new TreeMap<>();
            values.forEach((key, value) -> {
                if (key.startsWith("next ")) {
                    next.put(key.substring(5), Long.parseLong(value));
                }
            });
            return values.containsKey("schema") && values.get("schema").matches("[0-9]{1,9}")
                    ? Optional.of(new BackupHeader(
                            values.get("schema"), Instant.parse(values.getOrDefault("made", "")), next))
                    : Optional.empty();
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
