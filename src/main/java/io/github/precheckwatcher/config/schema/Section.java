package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a file says of one account or notifier, by its keys below that one.
 *
 * @param found the whole file
 * @param problems where mistakes are told
 * @param path its key path
 * @param place where it stands
 */
public record Section(ConfigTree found, Problems problems, String path, SourceLocation place) {
    public Section {
        requireNonNull(found, "found");
        requireNonNull(problems, "problems");
        requireNonNull(path, "path");
        requireNonNull(place, "place");
    }

    /** Whether the file has this key, right or wrong. */
    public boolean has(String key) {
        return found.has(below(key));
    }

    /** The value of a key; empty when there is none or it is wrong, which was told. */
    public Optional<ConfigValue> at(String key) {
        return found.at(below(key));
    }

    /** The values of a list, those that are right. */
    public List<ConfigValue> list(String key) {
        return found.list(below(key));
    }

    /** How many elements the list at a key has, right or wrong. */
    public int size(String key) {
        return found.size(below(key));
    }

    boolean isEmptyList(String key) {
        return found.isEmptyList(below(key));
    }

    /** The names below a key that are the user's own. */
    public List<String> names(String key) {
        return found.names(below(key));
    }

    /** Where a key stands; where it would stand when it does not. */
    public SourceLocation place(String key) {
        return found.place(below(key), place.missing(key));
    }

    public void error(String key, String words) {
        problems.error(place(key), words);
    }

    /** Tells of a list that is there without an element. */
    public void refuseEmpty(String key, String words) {
        if (isEmptyList(key)) {
            error(key, words);
        }
    }

    /** Whether nothing is wrong with it so far. */
    public boolean isRight() {
        return problems.noneBelow(place.key());
    }

    private String below(String key) {
        return path + "." + key;
    }
}
