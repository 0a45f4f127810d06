package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When messages are grouped into one.
 *
 * @param after what has waited so long without an attempt is grouped with all others that wait, > 0
 * @param groupBy label names: only messages with the same values are grouped into one
 * @param groupWait a first message waits so long for others of its group; empty: it does not wait
 */
public record DigestSettings(Duration after, List<String> groupBy, Optional<Duration> groupWait) {
    public DigestSettings {
        requireNonNull(after, "after");
        groupBy = List.copyOf(groupBy);
        requireNonNull(groupWait, "groupWait");
    }

    /** The group of a message whose watch has these labels: their values, distinguished from absent ones. */
    public String group(Map<String, String> labels) {
        return groupBy.stream()
                .map(label -> Optional.ofNullable(labels.get(label))
                        .map(value -> '=' + value)
                        .orElse(""))
                .collect(Collectors.joining("\u001f"));
    }
}
