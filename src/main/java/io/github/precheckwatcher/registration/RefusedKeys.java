package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollingConfig;
import io.github.precheckwatcher.watch.PollingKeys;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys and words that are no typos but cannot be used: the contract has them for later, or they stand elsewhere. */
final class RefusedKeys {
    static final String NOT_YET = "is not available yet";

    private static final Set<String> TASK = Set.of("on-removal");

    private RefusedKeys() {}

    /** The refused keys of a group, with the words for each. */
    static Map<String, String> of(Class<?> mapping) {
        if (mapping == PollingConfig.class) {
            return notYet(Set.of("call-cost"));
        }
        if (mapping == TasksFile.Task.class) {
            return notYet(TASK);
        }
        if (mapping == TasksFile.Defaults.class) {
            String differs = "differs in every task, so it has no default";
            return joined(notYet(TASK), Map.of("name", differs, "task-id", differs, "instance-uuid", differs));
        }
        if (mapping == PollingKeys.class) {
            return joined(
                    notYet(Set.of("call-cost")),
                    Map.of(
                            "deadline", "stands beside polling, not in it",
                            "lease", "is the daemon's, not a task's; set watcher.polling.lease in application.yaml"));
        }
        return Map.of();
    }

    /** The words of an enumeration that the contract has for later. */
    static Collection<String> laterWords(Class<?> type) {
        return type == PollPolicyKind.class ? List.of("adaptive") : List.of();
    }

    private static Map<String, String> notYet(Set<String> keys) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> NOT_YET));
    }

    private static Map<String, String> joined(Map<String, String> a, Map<String, String> b) {
        Map<String, String> both = new java.util.HashMap<>(a);
        both.putAll(b);
        return both;
    }
}
