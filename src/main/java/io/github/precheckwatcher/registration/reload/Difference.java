package io.github.precheckwatcher.registration.reload;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * By which names two versions of something differ; each list in order.
 *
 * @param added only in the newer one
 * @param changed in both, but not alike
 * @param removed only in the older one
 */
public record Difference(List<String> added, List<String> changed, List<String> removed) {
    public Difference {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Of two versions by name. */
    static Difference between(Map<String, ?> before, Map<String, ?> after) {
        return new Difference(
                new TreeSet<>(after.keySet())
                        .stream().filter(name -> !before.containsKey(name)).toList(),
                new TreeSet<>(after.keySet())
                        .stream()
                                .filter(name -> before.containsKey(name)
                                        && !before.get(name).equals(after.get(name)))
                                .toList(),
                new TreeSet<>(before.keySet())
                        .stream().filter(name -> !after.containsKey(name)).toList());
    }

    boolean none() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
