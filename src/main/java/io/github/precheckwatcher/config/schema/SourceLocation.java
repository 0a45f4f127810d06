package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * Where something stands in the configuration.
 *
 * @param where the file as the user named it, or {@code environment}
 * @param line 1 or above, where known
 * @param key the path of the key, fit to be shown; may be empty
 */
public record SourceLocation(String where, OptionalInt line, String key) {
    public SourceLocation {
        requireNonNull(where, "where");
        requireNonNull(line, "line");
        requireNonNull(key, "key");
    }

    public static SourceLocation line(String where, int line, String key) {
        return new SourceLocation(where, OptionalInt.of(line), key);
    }

    public static SourceLocation whole(String where) {
        return new SourceLocation(where, OptionalInt.empty(), "");
    }

    public static SourceLocation environment(String variable) {
        return new SourceLocation("environment", OptionalInt.empty(), variable);
    }

    /** The place of a key that is missing in the group at this place. */
    public SourceLocation missing(String name) {
        return new SourceLocation(where, line, key.isEmpty() ? name : key + "." + name);
    }

    public ConfigProblem says(String message) {
        return new ConfigProblem(where, line, key, message);
    }
}
