package io.github.precheckwatcher.watch.account;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.notify.FixedWait;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.precheck.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an account may spend, and how responses change its state. */
public final class AccountCircuit {
    /** So many calls in a row must fail on the way before the account counts as UNREACHABLE. */
    private static final int WAY_FAILURES = 3;
    /** With NoPermission known to concern some watches only, so many new refusals in a row gate the account again. */
    private static final int PARTIAL_REFUSALS = 3;

    private static final Duration SUSPENDED_PROBE = FixedWait.of(Duration.ofMinutes(1));
    private static final Duration SUSPENDED_PROBE_MAX = Duration.ofMinutes(5);
    private static final int SUSPENDED_PROBES_BEFORE_SLOWING = 10;
    private static final Duration UNREACHABLE_PROBE = Duration.ofSeconds(1);
    private static final Duration UNREACHABLE_PROBE_MAX = Duration.ofSeconds(60);

    /** The longest wait that an answer may ask for. */
    private static final Duration BLOCK_MAX = Duration.ofSeconds(60);

    private static final Optional<Duration> AT_DEADLINE = Optional.of(Duration.ZERO);

    /** Whoever can ask about a watch does so at its deadline: what is overdue for so long nobody asks about. */
    private static final Duration NOBODY_ASKS = Duration.ofHours(1);

    private AccountCircuit() {}

    /**
     * What a claim may take now.
     *
     * @param configuredRate the configured calls a second, > 0
     * @param limit at most so many rows to be polled, >= 0
     */
    public static WatchClaimLimit admit(AccountRow stored, double configuredRate, Instant now, int limit) {
        AccountRow row = CallBudget.refill(broughtBack(stored, now), configuredRate, now);
        Optional<Duration> expire = row.gated() && !firstProbeDue(row, now) ? AT_DEADLINE : Optional.empty();
        Optional<Instant> blocked = row.blockedUntil().filter(now::isBefore);
        if (blocked.isPresent()) {
            return closed(row, blocked.get(), expire);
        }
        Instant tokenAt = now.plus(CallBudget.untilToken(row));
        Instant probeAt = row.gated() ? row.nextProbeAt().orElse(now) : now;
        if (now.isBefore(tokenAt) || now.isBefore(probeAt)) {
            return closed(row, tokenAt.isAfter(probeAt) ? tokenAt : probeAt, expire);
        }
        if (row.gated()) {
            return new WatchClaimLimit(row, WatchClaimLimit.Kind.PROBE, Math.min(1, limit), now, expire);
        }
        return new WatchClaimLimit(
                row, WatchClaimLimit.Kind.OPEN, (int) Math.min(limit, Math.floor(row.tokens())), now, Optional.empty());
    }

    /**
     * What a claim may take of an account that this node's file does not name: only what has been overdue for an hour,
     * to be ended with that reason. Until then a node with another file may still ask: amid a rolling change it restarts,
     * or its account is gated. When the row was last refilled would not show it: it stays untouched while nothing is
     * claimed.
     */
    public static WatchClaimLimit notConfigured(AccountRow stored, Instant now) {
        Problem problem = new Problem(
                Problem.NO_ACCOUNT,
                "the account " + stored.name() + " is not configured any more, so nobody could ask",
                Optional.empty(),
                Optional.of("configure watcher.accounts." + stored.name()
                        + " again, or watch the precheck by another account"));
        AccountRow row = stored.withState(AccountState.SUSPENDED, now, Optional.of(problem), Optional.empty());
        return closed(row, now.plus(SUSPENDED_PROBE), Optional.of(NOBODY_ASKS));
    }

    private static WatchClaimLimit closed(AccountRow row, Instant retryAt, Optional<Duration> expire) {
        return new WatchClaimLimit(row, WatchClaimLimit.Kind.CLOSED, 0, retryAt, expire);
    }

    /** Before the first probe of a state, or of a restart, nobody knows whether the cause still stands. */
    private static boolean firstProbeDue(AccountRow row, Instant now) {
        return row.probes() == 0 && row.nextProbeAt().filter(now::isBefore).isEmpty();
    }

    /** Without the times that no right clock can have written: they would stop the account for as long as it was wrong. */
    public static AccountRow broughtBack(AccountRow row, Instant now) {
        AccountRow right = row;
        if (FutureTime.isWrong(row.refilledAt(), now, Duration.ZERO)) {
            right = right.withBudget(row.rate(), Math.min(0, row.tokens()), now);
        }
        if (isWrong(row.cutAt(), now, Duration.ZERO)) {
            right = right.withCut(Optional.empty());
        }
        if (isWrong(row.blockedUntil(), now, BLOCK_MAX)) {
            right = right.withBlock(Optional.empty());
        }
        if (isWrong(row.probedAt(), now, Duration.ZERO)) {
            right = right.withProbed(Optional.empty());
        }
        if (FutureTime.isWrong(row.since(), now, Duration.ZERO)
                || isWrong(row.nextProbeAt(), now, SUSPENDED_PROBE_MAX)) {
            Optional<Instant> probeAt = row.gated() ? Optional.of(now) : Optional.empty();
            right = right.withState(row.state(), now, row.problem(), probeAt);
        }
        return right;
    }

    private static boolean isWrong(Optional<Instant> noted, Instant now, Duration most) {
        return noted.filter(at -> FutureTime.isWrong(at, now, most)).isPresent();
    }

    /** The row after {@code taken} rows were claimed under this claim limit; 0 <= taken <= its rows. */
    public static AccountRow spend(WatchClaimLimit claimLimit, int taken, Instant now) {
        AccountRow row = claimLimit.row();
        AccountRow spent = row.withBudget(row.rate(), row.tokens() - taken, row.refilledAt());
        if (claimLimit.kind() != WatchClaimLimit.Kind.PROBE || taken == 0) {
            return spent;
        }
        int probes = row.probes() + 1;
        return spent.withProbe(probes, now.plus(probeGap(row.state(), probes)));
    }

    /**
     * The row after an answer. Evidence older than the account's state does not change that state: a call that was
     * under way when the account was gated says nothing about the account since.
     *
     * @param refusedBefore whether the watch asked about was already refused by NoPermission
     * @param sentAt when the call went out
     */
    public static AccountRow after(
            AccountRow stored,
            PollResponse response,
            boolean refusedBefore,
            double configuredRate,
            Instant sentAt,
            Instant now) {
        AccountRow right = broughtBack(stored, now);
        AccountRow row =
                response.retryAfter().map(d -> block(right, now.plus(d))).orElse(right);
        boolean stale = sentAt.isBefore(row.since());
        PollResult result = response.result();
        if (result instanceof PollResult.NotSent) {
            return row;
        }
        AccountRow probed = row.gated() && !stale ? row.withProbed(Optional.of(sentAt)) : row;
        if (result instanceof PollResult.TransportFailed failed) {
            return stale ? row : transportFailed(probed, failed.problem(), now);
        }
        AccountRow answered = probed.withCounts(0, row.refusals(), row.partial());
        if (result instanceof PollResult.Observed) {
            return good(answered, refusedBefore, stale, now);
        } else if (result instanceof PollResult.Throttled throttled) {
            return throttled(answered, throttled.problem(), configuredRate, sentAt, stale, now);
        } else if (result instanceof PollResult.AccountRefused refused) {
            return stale ? answered : suspended(answered, refused.problem(), now);
        } else if (result instanceof PollResult.PermissionRefused refused) {
            return stale ? answered : permissionRefused(answered, refused.problem(), refusedBefore, now);
        }
        return stale ? answered : reachable(answered, now);
    }

    /** The row once its rate has recovered: THROTTLED ends; anything else stays as it is. */
    public static AccountRow recovered(AccountRow stored, double configuredRate, Instant now) {
        AccountRow row = CallBudget.refill(broughtBack(stored, now), configuredRate, now);
        boolean over = row.state() == AccountState.THROTTLED && CallBudget.recovered(row, configuredRate, now);
        return over ? open(row, AccountState.OK, now) : row;
    }

    /** The row once no watch is left that NoPermission concerns alone: the next refusal gates the account again. */
    public static AccountRow whole(AccountRow row) {
        return row.withCounts(row.transportFailures(), row.refusals(), false);
    }

    /** The row after a restart, or when somebody asked for it: the cause is perhaps mended, so a gated account is probed at once. */
    public static AccountRow probeNow(AccountRow row, Instant now) {
        return row.gated() ? row.withProbe(0, now) : row;
    }

    private static AccountRow block(AccountRow row, Instant until) {
        boolean longer = row.blockedUntil().filter(until::isBefore).isPresent();
        return longer ? row : row.withBlock(Optional.of(until));
    }

    private static AccountRow transportFailed(AccountRow row, Problem problem, Instant now) {
        int failures = row.transportFailures() + 1;
        AccountRow counted = row.withCounts(failures, row.refusals(), row.partial());
        if (counted.gated()) {
            // a dead network answers late: the next probe waits from here, so that probes do not overlap
            Instant next = now.plus(probeGap(counted.state(), counted.probes()));
            boolean sooner = counted.nextProbeAt().filter(next::isAfter).isPresent();
            return sooner ? counted.withProbe(counted.probes(), next) : counted;
        }
        return failures < WAY_FAILURES ? counted : gate(counted, AccountState.UNREACHABLE, problem, now);
    }

    private static AccountRow good(AccountRow row, boolean refusedBefore, boolean stale, Instant now) {
        if (row.gated() && stale) {
            return row;
        }
        boolean others = row.refusals() > 0 && row.state() == AccountState.SUSPENDED && !refusedBefore;
        boolean partial = !refusedBefore && (row.partial() || others);
        AccountRow counted = row.withCounts(0, 0, partial);
        return counted.gated() ? open(counted, AccountState.OK, now) : counted;
    }

    private static AccountRow throttled(
            AccountRow row, Problem problem, double configuredRate, Instant sentAt, boolean stale, Instant now) {
        AccountRow cut = CallBudget.cut(row, configuredRate, sentAt, now);
        return switch (row.state()) {
            // a late answer of a burst that was cut for already opens no new episode
            case OK -> cut == row ? row : open(cut, AccountState.THROTTLED, now).withProblem(problem);
            case UNREACHABLE ->
                stale ? cut : open(cut, AccountState.THROTTLED, now).withProblem(problem);
            case THROTTLED, SUSPENDED -> cut;
        };
    }

    private static AccountRow suspended(AccountRow row, Problem problem, Instant now) {
        return row.state() == AccountState.SUSPENDED
                ? row.withProblem(problem)
                : gate(row, AccountState.SUSPENDED, problem, now);
    }

    private static AccountRow permissionRefused(AccountRow row, Problem problem, boolean refusedBefore, Instant now) {
        if (refusedBefore) {
            return reachable(row, now);
        }
        int refusals = row.refusals() + 1;
        AccountRow counted = row.withCounts(row.transportFailures(), refusals, row.partial());
        if (row.partial() && refusals < PARTIAL_REFUSALS) {
            return reachable(counted, now);
        }
        return suspended(counted.withCounts(row.transportFailures(), refusals, false), problem, now);
    }

    /** Any answer shows that the way there works. */
    private static AccountRow reachable(AccountRow row, Instant now) {
        return row.state() == AccountState.UNREACHABLE ? open(row, AccountState.OK, now) : row;
    }

    private static AccountRow open(AccountRow row, AccountState state, Instant now) {
        return row.withState(state, now, Optional.empty(), Optional.empty());
    }

    private static AccountRow gate(AccountRow row, AccountState state, Problem problem, Instant now) {
        return row.withState(state, now, Optional.of(problem), Optional.of(now.plus(probeGap(state, 0))));
    }

    private static Duration probeGap(AccountState state, int probes) {
        if (state == AccountState.UNREACHABLE) {
            Duration doubled = UNREACHABLE_PROBE.multipliedBy(1L << Math.min(probes, 6));
            return doubled.compareTo(UNREACHABLE_PROBE_MAX) < 0 ? doubled : UNREACHABLE_PROBE_MAX;
        }
        int slower = Math.max(0, probes - SUSPENDED_PROBES_BEFORE_SLOWING);
        Duration slowed = SUSPENDED_PROBE.plus(SUSPENDED_PROBE.dividedBy(2).multipliedBy(slower));
        return slowed.compareTo(SUSPENDED_PROBE_MAX) < 0 ? slowed : SUSPENDED_PROBE_MAX;
    }
}
