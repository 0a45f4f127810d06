package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * State and budget of one account, as the store keeps them: one row, shared by all nodes. What changes in it is
 * decided by pure functions of this package; the store only locks, reads and writes.
 *
 * @param name the account's name
 * @param state how it stands
 * @param since since when
 * @param problem why, when it is UNREACHABLE or SUSPENDED
 * @param wayFailures failed calls since the last answered one, >= 0
 * @param refusals first refusals by NoPermission since the last good answer, >= 0
 * @param partial whether NoPermission is known to concern some watches only
 * @param probes probes made since the state began, >= 0
 * @param nextProbeAt when the next probe may go out, while UNREACHABLE or SUSPENDED
 * @param rate calls a second that may be spent now, > 0
 * @param tokens calls that may be spent at {@code refilledAt}; below 0 after a debt
 * @param refilledAt when tokens were last counted
 * @param cutAt when the rate was last cut
 * @param blockedUntil no claims before this ({@code x-acs-retry-after})
 */
public record AccountRow(
        String name,
        AccountState state,
        Instant since,
        Optional<Problem> problem,
        int wayFailures,
        int refusals,
        boolean partial,
        int probes,
        Optional<Instant> nextProbeAt,
        double rate,
        double tokens,
        Instant refilledAt,
        Optional<Instant> cutAt,
        Optional<Instant> blockedUntil) {
    public AccountRow {
        requireNonNull(name, "name");
        requireNonNull(state, "state");
        requireNonNull(since, "since");
        requireNonNull(problem, "problem");
        requireNonNull(nextProbeAt, "nextProbeAt");
        requireNonNull(refilledAt, "refilledAt");
        requireNonNull(cutAt, "cutAt");
        requireNonNull(blockedUntil, "blockedUntil");
    }

    /** Whether the account's watches wait: UNREACHABLE or SUSPENDED. */
    public boolean gated() {
        return state == AccountState.UNREACHABLE || state == AccountState.SUSPENDED;
    }
}
