package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.FixedWait;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.precheck.VerdictRule;
import io.github.precheckwatcher.watch.account.AccountRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What an answer means for its watch: it goes on, or it ends with a verdict. Pure but for the injected
 * ids and the policy's jitter.
 */
final class PollRule {
    /** A watch that was refused by NoPermission on its own is asked once a minute. */
    private static final Duration REFUSED_GAP = FixedWait.of(Duration.ofMinutes(1));
    /** A call that failed on the way is made again soon: three in a row show that the way is down. */
    private static final Duration WAY_GAP = Duration.ofSeconds(1);
    /** A last poll that failed on the way is made again so often before the watch ends without it. */
    private static final int FINAL_TRIES = 3;

    private final PollPolicy policy;
    private final Supplier<UUID> ids;

    PollRule(PollPolicy policy, Supplier<UUID> ids) {
        this.policy = policy;
        this.ids = ids;
    }

    /** What becomes of a watch. */
    sealed interface Decision {
        /** Whose it is, as claimed. */
        Watch watch();

        record GoOn(WatchStore.Recheck recheck) implements Decision {
            @Override
            public Watch watch() {
                return recheck.watch();
            }
        }

        /**
         * @param lastSeen what the last good poll of the round said
         * @param alreadyEnded whether the precheck had ended when a watch of the first start was polled first
         * @param by who withdrew it; empty: nobody did, or the files
         */
        record End(
                Watch watch,
                Verdict verdict,
                int polls,
                LastSeen lastSeen,
                boolean alreadyEnded,
                Optional<Requester> by)
                implements Decision {}
    }

    /**
     * Decides about one answered poll.
     *
     * @param account the account's row after this answer
     */
    Decision decide(PolledWatch polled, AccountRow account) {
        PollResult result = polled.response().result();
        if (result instanceof PollResult.Observed observed) {
            return observed(polled, observed.observation());
        } else if (result instanceof PollResult.Throttled) {
            return lastPoll(polled) ? timedOut(polled, polled.watch().lastSeen()) : again(polled);
        } else if (result instanceof PollResult.WatchFault fault) {
            return fault(polled, fault.problem());
        } else if (result instanceof PollResult.WatchRefused refused) {
            return abandoned(polled, refused.problem());
        } else if (result instanceof PollResult.AccountRefused refused) {
            return lastPoll(polled) ? abandoned(polled, refused.problem()) : again(polled);
        } else if (result instanceof PollResult.PermissionRefused refused) {
            return permissionRefused(polled, refused.problem());
        } else if (result instanceof PollResult.TransportFailed failed) {
            return transportFailed(polled, failed.problem(), account);
        }
        if (result instanceof PollResult.NotSent) {
            Watch watch = polled.watch();
            Instant soon = polled.answeredAt().plus(WAY_GAP);
            return goOn(polled, soon, watch.errors(), watch.finalTries(), watch.refused(), watch.lastSeen());
        }
        throw new IllegalStateException("a poll result without a rule: " + result.label());
    }

    /** The end of a watch whose deadline came while its account may not or cannot call. */
    Decision.End expired(Watch watch, AccountRow account, Instant now) {
        Problem cause = account.problem()
                .orElseGet(() -> new Problem(
                        Problem.NETWORK, "the account's calls did not go through", Optional.empty(), Optional.empty()));
        return end(watch, watch.polls(), Outcome.ABANDONED, watch.lastSeen(), cause, now);
    }

    /** The end of a watch that was withdrawn. */
    Decision.End cancelled(Watch watch, Instant now, Optional<Requester> by) {
        Verdict verdict = VerdictRule.ended(
                ids.get().toString(),
                watch.spec().name(),
                watch.spec().ref(),
                Outcome.CANCELLED,
                watch.lastSeen(),
                Optional.empty(),
                now);
        return new Decision.End(watch, verdict, watch.polls(), watch.lastSeen(), false, by);
    }

    private Decision observed(PolledWatch polled, Observation observation) {
        Watch watch = polled.watch();
        LastSeen seen = LastSeen.of(observation, polled.answeredAt());
        Optional<Outcome> outcome = VerdictRule.outcome(observation);
        if (outcome.isPresent()) {
            Verdict verdict = VerdictRule.judge(
                    ids.get().toString(), watch.spec().name(), watch.spec().ref(), observation, polled.answeredAt());
            return new Decision.End(watch, verdict, watch.polls() + 1, seen, watch.firstStart(), Optional.empty());
        }
        if (lastPoll(polled)) {
            return timedOut(polled, seen);
        }
        return goOn(polled, gap(polled), 0, 0, Optional.empty(), seen);
    }

    private Decision fault(PolledWatch polled, Problem problem) {
        Watch watch = polled.watch();
        int errors = watch.errors() + 1;
        if (errors > watch.spec().polling().maxConsecutiveErrors()) {
            return abandoned(polled, problem);
        }
        if (lastPoll(polled)) {
            return timedOut(polled, watch.lastSeen());
        }
        return goOn(polled, gap(polled), errors, 0, watch.refused(), watch.lastSeen());
    }

    private Decision permissionRefused(PolledWatch polled, Problem problem) {
        if (lastPoll(polled)) {
            return abandoned(polled, problem);
        }
        Watch watch = polled.watch();
        Instant due = polled.answeredAt().plus(REFUSED_GAP);
        return goOn(polled, due, watch.errors(), 0, Optional.of(problem.code()), watch.lastSeen());
    }

    private Decision transportFailed(PolledWatch polled, Problem problem, AccountRow account) {
        Watch watch = polled.watch();
        if (account.gated()) {
            return lastPoll(polled) ? abandoned(polled, account.problem().orElse(problem)) : again(polled);
        }
        int finalTries = lastPoll(polled) ? watch.finalTries() + 1 : 0;
        if (finalTries >= FINAL_TRIES) {
            return timedOut(polled, watch.lastSeen());
        }
        Instant due = polled.answeredAt().plus(WAY_GAP);
        return goOn(polled, due, watch.errors(), finalTries, watch.refused(), watch.lastSeen());
    }

    /** The watch keeps its place in the queue: nothing was said about it. */
    private Decision again(PolledWatch polled) {
        Watch watch = polled.watch();
        return goOn(polled, watch.dueAt(), watch.errors(), 0, watch.refused(), watch.lastSeen());
    }

    private Decision goOn(
            PolledWatch polled, Instant due, int errors, int finalTries, Optional<String> refused, LastSeen lastSeen) {
        Watch watch = polled.watch();
        // the last poll is due at the deadline itself; past it, when the poll asks to be repeated
        Instant bounded = !lastPoll(polled) && due.isAfter(watch.deadlineAt()) ? watch.deadlineAt() : due;
        return new Decision.GoOn(
                new WatchStore.Recheck(watch, bounded, watch.polls() + 1, errors, finalTries, refused, lastSeen));
    }

    private Instant gap(PolledWatch polled) {
        Watch watch = polled.watch();
        return polled.answeredAt().plus(policy.nextGap(watch.afterPoll(), polled.answeredAt()));
    }

    private static boolean lastPoll(PolledWatch polled) {
        return !polled.sentAt().isBefore(polled.watch().deadlineAt());
    }

    private Decision abandoned(PolledWatch polled, Problem problem) {
        Watch watch = polled.watch();
        return end(watch, watch.polls() + 1, Outcome.ABANDONED, watch.lastSeen(), problem, polled.answeredAt());
    }

    private Decision timedOut(PolledWatch polled, LastSeen seen) {
        Watch watch = polled.watch();
        Problem problem = new Problem(
                Problem.DEADLINE,
                "no end within the deadline of " + LogLine.text(watch.spec().deadline())
                        + "; we stopped watching, the precheck may still run",
                seen.requestId(),
                Optional.of("see the precheck in the Security Center console, or give the watch a longer deadline:"
                        + " that starts a new round"));
        return end(watch, watch.polls() + 1, Outcome.TIMED_OUT, seen, problem, polled.answeredAt());
    }

    private Decision.End end(Watch watch, int polls, Outcome outcome, LastSeen seen, Problem problem, Instant now) {
        Verdict verdict = VerdictRule.ended(
                ids.get().toString(),
                watch.spec().name(),
                watch.spec().ref(),
                outcome,
                seen,
                Optional.of(problem),
                now);
        return new Decision.End(watch, verdict, polls, seen, false, Optional.empty());
    }
}
