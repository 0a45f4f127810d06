package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a message says of the watch behind a verdict; notify does not know watches themselves.
 *
 * @param id the watch's id
 * @param name the watch's name
 * @param labels the operator's labels
 * @param account the account that asked
 * @param registeredAt when the watch was registered
 * @param polls how many polls this round took
 * @param took from the round's start to its verdict
 * @param notifiers the notifiers that the watch names; empty: all of them
 * @param runbook the operator's own page for this watch
 */
public record WatchFacts(
        String id,
        String name,
        Map<String, String> labels,
        String account,
        Instant registeredAt,
        int polls,
        Duration took,
        List<String> notifiers,
        Optional<URI> runbook) {
    public WatchFacts {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        labels = Map.copyOf(labels);
        requireNonNull(account, "account");
        requireNonNull(registeredAt, "registeredAt");
        requireNonNull(took, "took");
        notifiers = List.copyOf(notifiers);
        requireNonNull(runbook, "runbook");
    }
}
