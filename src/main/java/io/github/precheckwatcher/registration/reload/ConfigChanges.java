package io.github.precheckwatcher.registration.reload;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By what a configuration differs from the one before it.
 *
 * @param tasks by the tasks' names; a task is the same as long as it is the same precheck by the same account
 * @param notifiers by their names
 * @param accounts by their names
 * @param keys what else is other in {@code application.yaml}, by key path
 * @param restart keys that are other, but take effect at a start alone, by key path
 */
public record ConfigChanges(
        Difference tasks, Difference notifiers, Difference accounts, List<String> keys, List<String> restart) {
    public ConfigChanges {
        requireNonNull(tasks, "tasks");
        requireNonNull(notifiers, "notifiers");
        requireNonNull(accounts, "accounts");
        keys = List.copyOf(keys);
        restart = List.copyOf(restart);
    }

    /**
     * Compares.
     *
     * @param running what was in effect
     * @param next what is in effect now
     * @param restart what is other in the files, but not in effect
     */
    static ConfigChanges between(LoadedConfig running, LoadedConfig next, List<String> restart) {
        return new ConfigChanges(
                tasks(running.specs(), next.specs()),
                Difference.between(notifiers(running), notifiers(next)),
                Difference.between(running.accounts().byName(), next.accounts().byName()),
                keys(running.source().values(), next.source().values()),
                restart);
    }

    /** Whether nothing is other in effect. */
    public boolean none() {
        return tasks.none() && notifiers.none() && accounts.none() && keys.isEmpty();
    }

    private static Difference tasks(List<WatchSpec> before, List<WatchSpec> after) {
        Map<WatchIdentity, WatchSpec> known = byIdentity(before);
        Map<WatchIdentity, WatchSpec> now = byIdentity(after);
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        now.forEach((identity, spec) -> {
            WatchSpec was = known.get(identity);
            if (was == null) {
                added.add(spec.name());
            } else if (!was.equals(spec)) {
                changed.add(spec.name());
            }
        });
        Stream<String> removed = known.entrySet().stream()
                .filter(was -> !now.containsKey(was.getKey()))
                .map(was -> was.getValue().name());
        return new Difference(
                added.stream().sorted().toList(),
                changed.stream().sorted().toList(),
                removed.sorted().toList());
    }

    private static Map<WatchIdentity, WatchSpec> byIdentity(List<WatchSpec> specs) {
        Map<WatchIdentity, WatchSpec> byIdentity = new HashMap<>();
        specs.forEach(spec -> byIdentity.put(spec.identity(), spec));
        return byIdentity;
    }

    private static Map<String, NotifierSettings> notifiers(LoadedConfig config) {
        return config.notifiers().notifiers().stream()
                .collect(Collectors.toMap(NotifierSettings::name, Function.identity()));
    }

    /** Those of accounts and notifiers are counted there. */
    private static List<String> keys(Map<String, ConfigValue> before, Map<String, ConfigValue> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> key.startsWith("watcher.accounts.")
                || key.startsWith("watcher.notifiers.")
                || before.containsKey(key)
                        && after.containsKey(key)
                        && before.get(key).text().equals(after.get(key).text()));
        return List.copyOf(keys);
    }
}
