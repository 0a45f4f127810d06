package io.github.precheckwatcher.registration;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * Where something stands in the configuration.
 *
 * @param where the file as the user named it, or {@code environment}
 * @param line 1 or above, where known
 * @param key the path of the key, fit to be shown; may be empty
 */
record Place(String where, OptionalInt line, String key) {
    Place {
        requireNonNull(where, "where");
        requireNonNull(line, "line");
        requireNonNull(key, "key");
    }

    static Place line(String where, int line, String key) {
        return new Place(where, OptionalInt.of(line), key);
    }

    static Place whole(String where) {
        return new Place(where, OptionalInt.empty(), "");
    }

    static Place environment(String variable) {
        return new Place("environment", OptionalInt.empty(), variable);
    }

    /** The place of a key that is missing in the group at this place. */
    Place missing(String name) {
        return new Place(where, line, key.isEmpty() ? name : key + "." + name);
    }

    ConfigProblem says(String message) {
        return new ConfigProblem(where, line, key, message);
    }
}
