package io.github.precheckwatcher.config.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration file says, as far as it is usable: values by key path. Filled by {@link SchemaReader}, then
 * only read. A path quotes a name that holds more than letters, digits, {@code -} and {@code _}.
 */
public final class ConfigTree {
    private final Map<String, ConfigValue> settings = new LinkedHashMap<>();
    private final Map<String, SourceLocation> mentioned = new HashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Set<String> incomplete = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();

    public void put(String path, ConfigValue configValue) {
        settings.put(path, configValue);
        mentioned.put(path, configValue.location());
    }

    void mention(String path, SourceLocation location) {
        mentioned.putIfAbsent(path, location);
    }

    public void name(String path, String name) {
        names.computeIfAbsent(path, p -> new ArrayList<>()).add(name);
    }

    void size(String path, int size) {
        sizes.put(path, size);
    }

    void incomplete(String path) {
        incomplete.add(path);
    }

    void unreadable(String path) {
        unreadable.add(path);
        incomplete.add(path);
    }

    /** Whether the keys of a group could be read at all. */
    public boolean readable(String path) {
        return !unreadable.contains(path);
    }

    /** The value at a path; empty when there is none or it is wrong. */
    public Optional<ConfigValue> at(String path) {
        return Optional.ofNullable(settings.get(path));
    }

    /** All values by their paths, unmodifiable. */
    public Map<String, ConfigValue> values() {
        return Map.copyOf(settings);
    }

    /** The values of a list. */
    public List<ConfigValue> list(String path) {
        List<ConfigValue> list = new ArrayList<>();
        for (int i = 0; i < size(path); i++) {
            at(path + "[" + i + "]").ifPresent(list::add);
        }
        return list;
    }

    /** Whether the file has this key, right or wrong. */
    public boolean has(String path) {
        return mentioned.containsKey(path);
    }

    /** Where a key stands, or else the given place. */
    public SourceLocation location(String path, SourceLocation otherwise) {
        return mentioned.getOrDefault(path, otherwise);
    }

    /** The names below a path that are the user's own, in the file's order. */
    public List<String> names(String path) {
        return List.copyOf(names.getOrDefault(path, List.of()));
    }

    /** How many elements the list at a path has. */
    public int size(String path) {
        return sizes.getOrDefault(path, 0);
    }

    /** Whether there is a list without elements at this path. */
    public boolean isEmptyList(String path) {
        return Integer.valueOf(0).equals(sizes.get(path));
    }

    /** Whether the group at this path has all its required keys, rightly written. */
    public boolean complete(String path) {
        return !incomplete.contains(path);
    }

    /** All values that a typed mapping can take: those of incomplete groups are left out. */
    public Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        settings.forEach((path, configValue) -> {
            if (incomplete.stream().noneMatch(group -> path.startsWith(group + "."))) {
                texts.put(path, configValue.text());
            }
        });
        return texts;
    }

    /** A path with a name of the user's below it. */
    public static String below(String path, String name) {
        boolean plain = !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c == '-'
                                || c == '_'
                                || (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z'));
        return path + "." + (plain ? name : "\"" + name.replace("\"", "\\\"") + "\"");
    }
}
