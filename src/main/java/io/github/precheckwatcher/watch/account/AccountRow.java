package io.github.precheckwatcher.watch.account;

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
 * @param transportFailures failed calls since the last answered one, >= 0
 * @param refusals first refusals by NoPermission since the last good answer, >= 0
 * @param partial whether NoPermission is known to concern some watches only
 * @param probes probes made since the state began, >= 0
 * @param nextProbeAt when the next probe may go out, while UNREACHABLE or SUSPENDED
 * @param probedAt when the last probe that was answered was sent
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
        int transportFailures,
        int refusals,
        boolean partial,
        int probes,
        Optional<Instant> nextProbeAt,
        Optional<Instant> probedAt,
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
        requireNonNull(probedAt, "probedAt");
        requireNonNull(refilledAt, "refilledAt");
        requireNonNull(cutAt, "cutAt");
        requireNonNull(blockedUntil, "blockedUntil");
        if (!(rate > 0)) {
            throw new IllegalArgumentException("an account's rate is above 0");
        }
    }

    /** The row of an account that was never used: OK, with its whole budget. */
    public static AccountRow fresh(String name, double callsPerSecond, Instant now) {
        return new AccountRow(
                name,
                AccountState.OK,
                now,
                Optional.empty(),
                0,
                0,
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                callsPerSecond,
                CallBudget.capacity(callsPerSecond),
                now,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the account's watches wait: UNREACHABLE or SUSPENDED. */
    public boolean gated() {
        return state == AccountState.UNREACHABLE || state == AccountState.SUSPENDED;
    }

    public AccountRow withBudget(double newRate, double newTokens, Instant at) {
        Edit edit = new Edit(this);
        edit.rate = newRate;
        edit.tokens = newTokens;
        edit.refilledAt = at;
        return edit.row();
    }

    AccountRow withCut(Optional<Instant> at) {
        Edit edit = new Edit(this);
        edit.cutAt = at;
        return edit.row();
    }

    AccountRow withBlock(Optional<Instant> until) {
        Edit edit = new Edit(this);
        edit.blockedUntil = until;
        return edit.row();
    }

    /** Another state, or the same one anew: no probe of it was made yet. */
    public AccountRow withState(AccountState newState, Instant at, Optional<Problem> why, Optional<Instant> probeAt) {
        Edit edit = new Edit(this);
        edit.state = newState;
        edit.since = at;
        edit.problem = why;
        edit.probes = 0;
        edit.nextProbeAt = probeAt;
        return edit.row();
    }

    public AccountRow withProblem(Problem why) {
        Edit edit = new Edit(this);
        edit.problem = Optional.of(why);
        return edit.row();
    }

    public AccountRow withProbe(int made, Instant nextAt) {
        Edit edit = new Edit(this);
        edit.probes = made;
        edit.nextProbeAt = Optional.of(nextAt);
        return edit.row();
    }

    AccountRow withProbed(Optional<Instant> at) {
        Edit edit = new Edit(this);
        edit.probedAt = at;
        return edit.row();
    }

    public AccountRow withCounts(int newTransportFailures, int newRefusals, boolean newPartial) {
        Edit edit = new Edit(this);
        edit.transportFailures = newTransportFailures;
        edit.refusals = newRefusals;
        edit.partial = newPartial;
        return edit.row();
    }

    /** A row being changed. */
    private static final class Edit {
        private final String name;
        private AccountState state;
        private Instant since;
        private Optional<Problem> problem;
        private int transportFailures;
        private int refusals;
        private boolean partial;
        private int probes;
        private Optional<Instant> nextProbeAt;
        private Optional<Instant> probedAt;
        private double rate;
        private double tokens;
        private Instant refilledAt;
        private Optional<Instant> cutAt;
        private Optional<Instant> blockedUntil;

        private Edit(AccountRow row) {
            name = row.name;
            state = row.state;
            since = row.since;
            problem = row.problem;
            transportFailures = row.transportFailures;
            refusals = row.refusals;
            partial = row.partial;
            probes = row.probes;
            nextProbeAt = row.nextProbeAt;
            probedAt = row.probedAt;
            rate = row.rate;
            tokens = row.tokens;
            refilledAt = row.refilledAt;
            cutAt = row.cutAt;
            blockedUntil = row.blockedUntil;
        }

        private AccountRow row() {
            return new AccountRow(
                    name,
                    state,
                    since,
                    problem,
                    transportFailures,
                    refusals,
                    partial,
                    probes,
                    nextProbeAt,
                    probedAt,
                    rate,
                    tokens,
                    refilledAt,
                    cutAt,
                    blockedUntil);
        }
    }
}
