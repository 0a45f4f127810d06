package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a file says of one account or notifier, by its keys below that one.
 *
 * @param tree the whole file
 * @param problems where mistakes are reported
 * @param path its key path
 * @param location where it stands
 */
public record Section(ConfigTree tree, Problems problems, String path, SourceLocation location) {
    public Section {
        requireNonNull(tree, "tree");
        requireNonNull(problems, "problems");
        requireNonNull(path, "path");
        requireNonNull(location, "location");
    }

    /** Whether the file has this key, right or wrong. */
    public boolean has(String key) {
        return tree.has(below(key));
    }

    /** The value of a key; empty when there is none or it is wrong, which was reported. */
    public Optional<ConfigValue> at(String key) {
        return tree.at(below(key));
    }

    /** The values of a list, those that are right. */
    public List<ConfigValue> list(String key) {
        return tree.list(below(key));
    }

    /** How many elements the list at a key has, right or wrong. */
    public int size(String key) {
        return tree.size(below(key));
    }

    boolean isEmptyList(String key) {
        return tree.isEmptyList(below(key));
    }

    /** The names below a key that are the user's own. */
    public List<String> names(String key) {
        return tree.names(below(key));
    }

    /** Where a key stands; where it would stand when it does not. */
    public SourceLocation location(String key) {
        return tree.location(below(key), location.missing(key));
    }

    public void error(String key, String words) {
        problems.error(location(key), words);
    }

    /** Reports a list that is there without an element. */
    public void refuseEmpty(String key, String words) {
        if (isEmptyList(key)) {
            error(key, words);
        }
    }

    /** Whether nothing is wrong with it so far. */
    public boolean isRight() {
        return problems.noneBelow(location.key());
    }

    private String below(String key) {
        return path + "." + key;
    }
}
