package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.notify.NotifierKind;
import io.github.precheckwatcher.notify.NotifiersConfig;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollingConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys and words that are no typos but cannot be used: the contract has them for later, or they stand elsewhere. */
final class RefusedKeys {
    static final String NOT_YET = "is not available yet";

    private static final Set<String> NOTIFIER = Set.of(
            "ban",
            "base-url",
            "digest",
            "ends-after",
            "events",
            "fallback",
            "key",
            "key-file",
            "keyword",
            "language",
            "limit",
            "max-age",
            "mention",
            "mention-match",
            "proxy",
            "resend",
            "resolved-for",
            "template-file",
            "to",
            "urls",
            "zone");
    private static final Set<String> TASK = Set.of("on-removal", "runbook");

    private RefusedKeys() {}

    /** The refused keys of a group, with the words for each. */
    static Map<String, String> of(Class<?> mapping) {
        if (mapping == DaemonConfig.class) {
            return notYet(Set.of("public-url"));
        }
        if (mapping == PollingConfig.class) {
            return notYet(Set.of("call-cost"));
        }
        if (mapping == NotifiersConfig.NotifierConfig.class) {
            return notYet(NOTIFIER);
        }
        if (mapping == NotifiersConfig.WhenConfig.class) {
            return notYet(Set.of("changed", "regions", "source-types"));
        }
        if (mapping == TasksFile.Task.class) {
            return notYet(TASK);
        }
        if (mapping == TasksFile.Defaults.class) {
            String differs = "differs in every task, so it has no default";
            return joined(notYet(TASK), Map.of("name", differs, "task-id", differs, "instance-uuid", differs));
        }
        if (mapping == TasksFile.Polling.class) {
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
        if (type == NotifierKind.class) {
            return List.of("dingtalk", "feishu", "wecom", "slack", "email", "alertmanager");
        }
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
