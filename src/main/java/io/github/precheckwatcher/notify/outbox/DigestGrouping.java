package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.DigestSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which waiting deliveries of a notifier go out as one.
 *
 * @param settings when messages are grouped
 */
public record DigestGrouping(DigestSettings settings) {
    /** At most so many members a digest. */
    public static final int MEMBERS = 1_000;

    public DigestGrouping {
        requireNonNull(settings, "settings");
    }

    /**
     * The groups that are due now, each of two or more; one that waits alone goes out as it is.
     *
     * @param pending all that may be grouped, the oldest first
     */
    public List<List<PendingDelivery>> due(List<PendingDelivery> pending, Instant now) {
        Map<String, List<PendingDelivery>> groups = pending.stream()
                .collect(Collectors.groupingBy(PendingDelivery::group, LinkedHashMap::new, Collectors.toList()));
        return groups.values().stream()
                .map(group -> ready(group, now).stream().limit(MEMBERS).toList())
                .filter(group -> group.size() > 1)
                .toList();
    }

    /** With {@code group-wait} the first one's time has come for all; else those that wait, once one has waited long. */
    private List<PendingDelivery> ready(List<PendingDelivery> group, Instant now) {
        List<PendingDelivery> due =
                group.stream().filter(each -> !each.dueAt().isAfter(now)).toList();
        if (settings.groupWait().isPresent()) {
            return due.isEmpty() ? List.of() : group;
        }
        Instant patience = now.minus(settings.after());
        return due.stream().anyMatch(each -> !each.dueAt().isAfter(patience)) ? due : List.of();
    }
}
