package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one notifier stands, as the store keeps it: one row, shared by all nodes and locked by each claim and write-back.
 * What changes in it is decided by {@link NotifierRule}.
 *
 * @param name the notifier's name
 * @param pausedUntil no claims before this: the receiver asked to wait
 * @param failures attempts in a row that failed, >= 0
 * @param downSince since when it counts as down: it is only probed
 * @param nextProbeAt when the next probe may go out, while it is down
 * @param probes how many probes were made since it went down, >= 0
 * @param sent when messages were or may have been sent, oldest first; only as far back as a limit looks
 * @param dead deliveries that died since the last success, >= 0
 * @param deadTold whether an operator event told of them
 */
public record NotifierRow(
        String name,
        Optional<Instant> pausedUntil,
        int failures,
        Optional<Instant> downSince,
        Optional<Instant> nextProbeAt,
        int probes,
        List<Instant> sent,
        int dead,
        boolean deadTold) {
    public NotifierRow {
        requireNonNull(name, "name");
        requireNonNull(pausedUntil, "pausedUntil");
        requireNonNull(downSince, "downSince");
        requireNonNull(nextProbeAt, "nextProbeAt");
        sent = List.copyOf(sent);
    }

    /** A notifier that was never used. */
    public static NotifierRow fresh(String name) {
        return new NotifierRow(name, Optional.empty(), 0, Optional.empty(), Optional.empty(), 0, List.of(), 0, false);
    }
}
