package io.github.precheckwatcher.watch.account;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an account's row allows a claim to take. Decided by {@link AccountCircuit}, carried out by the store.
 *
 * @param row the account's row as of this decision (tokens refilled), to be written back less what is taken
 * @param kind which rows may be taken
 * @param rows at most so many; 0 with CLOSED
 * @param retryAt when to ask again, when nothing may be taken now
 * @param expire how long after their deadline watches may be ended without a poll; empty: not at all
 */
public record WatchClaimLimit(AccountRow row, Kind kind, int rows, Instant retryAt, Optional<Duration> expire) {
    /** Which rows a claim may take. */
    public enum Kind {
        /** Due watches, most overdue first. */
        OPEN,
        /** One due watch, one that was not refused before another that was. */
        PROBE,
        CLOSED
    }

    public WatchClaimLimit {
        requireNonNull(row, "row");
        requireNonNull(kind, "kind");
        requireNonNull(retryAt, "retryAt");
        requireNonNull(expire, "expire");
    }
}
