package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.LastSeen;
import java.time.Instant;
import java.util.Optional;

/**
 * A claimed watch.
 *
 * @param id its id
 * @param spec what the user asked for
 * @param registeredAt when it was first registered
 * @param roundStartedAt when this round began
 * @param deadlineAt when this round ends without an answer
 * @param dueAt when this poll was due
 * @param polls polls of this round so far (good, bad and ugly alike), >= 0
 * @param errors errors in a row that count against this watch, >= 0
 * @param finalTries last polls at the deadline that failed on the way, >= 0
 * @param refused the code by which the account was refused for this watch alone; empty: it was not
 * @param lastSeen what the last good poll said
 * @param firstStart whether it was registered at the first start, on an empty store, and no poll was good since
 * @param fencing the claim's fencing token; a write-back names it
 */
public record Watch(
        String id,
        WatchSpec spec,
        Instant registeredAt,
        Instant roundStartedAt,
        Instant deadlineAt,
        Instant dueAt,
        int polls,
        int errors,
        int finalTries,
        Optional<String> refused,
        LastSeen lastSeen,
        boolean firstStart,
        long fencing) {
    public Watch {
        requireNonNull(id, "id");
        requireNonNull(spec, "spec");
        requireNonNull(registeredAt, "registeredAt");
        requireNonNull(roundStartedAt, "roundStartedAt");
        requireNonNull(deadlineAt, "deadlineAt");
        requireNonNull(dueAt, "dueAt");
        requireNonNull(refused, "refused");
        requireNonNull(lastSeen, "lastSeen");
    }

    /** The watch with one more poll made, as a {@link PollPolicy} sees it. */
    public Watch afterPoll() {
        return new Watch(
                id,
                spec,
                registeredAt,
                roundStartedAt,
                deadlineAt,
                dueAt,
                polls + 1,
                errors,
                finalTries,
                refused,
                lastSeen,
                firstStart,
                fencing);
    }
}
