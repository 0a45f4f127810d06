package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.watch.account.AccountRow;
import java.time.Instant;
import java.util.List;

/**
 * What a claim took.
 *
 * @param watches to be polled, most overdue first
 * @param expired watches of a gated account whose deadline is reached: claimed too, to be ended without a poll
 * @param account the account's row as this claim left it
 * @param nextAt when a further claim of this account may find something: the next due row, token or probe
 */
public record Claim(List<Watch> watches, List<Watch> expired, AccountRow account, Instant nextAt) {
    public Claim {
        watches = List.copyOf(watches);
        expired = List.copyOf(expired);
        requireNonNull(account, "account");
        requireNonNull(nextAt, "nextAt");
    }
}
