package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.FutureTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one notifier stands, as the store keeps it: one row, shared by all nodes and locked by each claim and write-back.
 * What changes in it is decided by {@link NotifierCircuit}.
 *
 * @param name the notifier's name
 * @param pausedUntil no claims before this: the receiver asked to wait
 * @param failures attempts in a row that failed, >= 0
 * @param failingSince since when it is tried and takes nothing; empty: it took the last
 * @param downSince since when it counts as down: it is only probed
 * @param nextProbeAt when the next attempt may be made, while it is down or fails again and again
 * @param probes how many probes were made since it went down, >= 0
 * @param sent when messages were or may have been sent, oldest first; only as far back as a limit looks
 * @param dead deliveries that died since the last success, >= 0
 * @param deadReported whether an operator event reported them
 * @param pauses how many times in a row it asked to wait since it last took something, >= 0
 * @param rate what was found of its limits; empty: it named none for an hour
 */
public record NotifierRow(
        String name,
        Optional<Instant> pausedUntil,
        int failures,
        Optional<Instant> failingSince,
        Optional<Instant> downSince,
        Optional<Instant> nextProbeAt,
        int probes,
        List<Instant> sent,
        int dead,
        boolean deadReported,
        int pauses,
        Optional<FoundRate> rate) {
    /** A delivery that waited for the end of a pause is tried soon after it; who is asked later has not waited on. */
    private static final Duration BETWEEN_WAITS = Duration.ofMinutes(10);

    public NotifierRow {
        requireNonNull(name, "name");
        requireNonNull(pausedUntil, "pausedUntil");
        requireNonNull(failingSince, "failingSince");
        requireNonNull(downSince, "downSince");
        requireNonNull(nextProbeAt, "nextProbeAt");
        sent = List.copyOf(sent);
        requireNonNull(rate, "rate");
    }

    /** A notifier that was never used. */
    public static NotifierRow fresh(String name) {
        return new NotifierRow(
                name,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(),
                0,
                false,
                0,
                Optional.empty());
    }

    NotifierRow withSent(List<Instant> times) {
        return with(pausedUntil, failingSince, downSince, nextProbeAt, probes, times);
    }

    NotifierRow withProbe(int made, Instant nextAt) {
        return with(pausedUntil, failingSince, downSince, Optional.of(nextAt), made, sent);
    }

    NotifierRow paused(Optional<Instant> until) {
        return with(until, failingSince, downSince, nextProbeAt, probes, sent);
    }

    NotifierRow withRate(int inARow, Optional<FoundRate> found) {
        return new NotifierRow(
                name,
                pausedUntil,
                failures,
                failingSince,
                downSince,
                nextProbeAt,
                probes,
                sent,
                dead,
                deadReported,
                inARow,
                found);
    }

    private NotifierRow with(
            Optional<Instant> paused,
            Optional<Instant> failing,
            Optional<Instant> down,
            Optional<Instant> probeAt,
            int made,
            List<Instant> times) {
        return new NotifierRow(
                name, paused, failures, failing, down, probeAt, made, times, dead, deadReported, pauses, rate);
    }

    /** A clock that stood ahead once is set right by the next that does not. */
    NotifierRow failed(boolean died, Instant at) {
        return tried(failures + 1, died, failingSince, at);
    }

    /** It took nothing, and asks to wait: no failure of its own, however long it may last. Time between two waits counts not. */
    NotifierRow waits(Instant at) {
        Optional<Instant> since = pausedUntil
                .filter(until -> !at.isAfter(until.plus(BETWEEN_WAITS)))
                .flatMap(until -> failingSince);
        return tried(failures, false, since, at);
    }

    private NotifierRow tried(int failures, boolean died, Optional<Instant> since, Instant at) {
        Optional<Instant> first = since.filter(at::isAfter).or(() -> Optional.of(at));
        return new NotifierRow(
                name,
                pausedUntil,
                failures,
                first,
                downSince,
                nextProbeAt,
                probes,
                sent,
                dead + (died ? 1 : 0),
                deadReported,
                pauses,
                rate);
    }

    NotifierRow down(Instant since, Instant probeAt) {
        return with(pausedUntil, failingSince, Optional.of(since), Optional.of(probeAt), 0, sent);
    }

    /** One more died without the receiver having a part in it. */
    NotifierRow died() {
        return dead(dead + 1, deadReported);
    }

    NotifierRow deadReported(boolean reported) {
        return dead(dead, reported);
    }

    private NotifierRow dead(int count, boolean reported) {
        return new NotifierRow(
                name,
                pausedUntil,
                failures,
                failingSince,
                downSince,
                nextProbeAt,
                probes,
                sent,
                count,
                reported,
                pauses,
                rate);
    }

    /** It is there, and ends a delivery by its answer: whatever else waits is to be sent the same, not kept from it. */
    NotifierRow gone() {
        return answering(dead + 1, deadReported);
    }

    /** After a success: nothing of what went before counts. */
    NotifierRow well() {
        return answering(0, false);
    }

    private NotifierRow answering(int dead, boolean deadReported) {
        return new NotifierRow(
                name,
                pausedUntil,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                sent,
                dead,
                deadReported,
                pauses,
                rate);
    }

    /**
     * Until when this notifier is paused; empty: it is not, or a clock that stood ahead said so.
     *
     * @param longest longer than this no pause lasts
     */
    public Optional<Instant> pausedUntil(Instant now, Duration longest) {
        return pausedUntil.filter(until -> FutureTime.holds(until, now, longest));
    }
}
