package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * One thing that is wrong in the configuration, as one line that names file, line and key.
 *
 * @param where the file as the user named it, or {@code environment}
 * @param line 1 or above, where known
 * @param key the path of the key, for example {@code tasks[2].instance-uid}; may be empty
 * @param message what is wrong and what to do
 */
public record ConfigProblem(String where, OptionalInt line, String key, String message) {
    public ConfigProblem {
        requireNonNull(where, "where");
        requireNonNull(line, "line");
        requireNonNull(key, "key");
        requireNonNull(message, "message");
    }

    /** {@code config/tasks.yaml:14: tasks[2].instance-uid: unknown key; did you mean instance-uuid?} */
    @Override
    public String toString() {
        String at = line.isPresent() ? where + ":" + line.getAsInt() : where;
        return key.isEmpty() ? at + ": " + message : at + ": " + key + ": " + message;
    }
}
