package io.github.precheckwatcher.watch.policy;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.github.precheckwatcher.watch.account.CallBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Why a running watch is not polled now: what it waits for, or why its next poll is when it is. Pure. */
public final class PollOutlook {
    /** What has been due for less is taken by the next claim, as a rule. */
    private static final Duration CLAIMED_SOON = Duration.ofSeconds(2);

    private PollOutlook() {}

    /** What a watch may wait for; which one first: that of several the first holds. */
    public enum Cause {
        /** It is being polled: for the answer. */
        ANSWER,
        /** For its account to be configured on this node. */
        NOT_CONFIGURED,
        /** For its account, which may not call. */
        SUSPENDED,
        /** For its account, whose calls do not get through. */
        UNREACHABLE,
        /** For the permission to ask for this precheck, which the account has for others. */
        REFUSED,
        /** For the end of a pause that the cloud asked the account for. */
        BLOCKED,
        /** For a call of its account, which makes fewer because the cloud throttles it. */
        THROTTLED,
        /** For a call of its account, whose budget other watches need that were due earlier. */
        BUDGET
    }

    /**
     * What a watch waits for.
     *
     * @param since since when that is so, as far as it is known
     * @param until when it is over, or looked at again, as far as that is known
     * @param problem what is wrong, where something is
     * @param reason the same in words
     */
    public record Wait(
            Cause cause, Optional<Instant> since, Optional<Instant> until, Optional<Problem> problem, String reason) {
        public Wait {
            requireNonNull(cause, "cause");
            requireNonNull(since, "since");
            requireNonNull(until, "until");
            requireNonNull(problem, "problem");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * What keeps a running watch from being polled; empty: nothing but that it is not due yet.
     *
     * @param row its account's row; empty: there is none yet
     * @param configuredRate the account's calls a second, > 0; empty: this node's file does not name it
     * @param ahead how many watches of the account are due before it; empty: not counted
     */
    public static Optional<Wait> waitsFor(
            Entry entry, Optional<AccountRow> row, Optional<Double> configuredRate, OptionalLong ahead, Instant now) {
        String account = entry.watch().spec().account();
        Optional<Instant> answer = entry.leasedUntil().filter(now::isBefore);
        if (answer.isPresent()) {
            return wait(
                    Cause.ANSWER,
                    Optional.empty(),
                    answer,
                    Optional.empty(),
                    "it is being polled; without an answer it is due again at " + text(answer.get()));
        }
        if (configuredRate.isEmpty()) {
            return notConfigured(account);
        }
        return row.filter(AccountRow::gated)
                .flatMap(PollOutlook::gated)
                .or(() -> refused(entry))
                .or(() -> row.flatMap(r -> blocked(entry.pollableAt(), r, now)))
                .or(() -> row.flatMap(r -> overdue(entry, r, configuredRate.get(), ahead, now)));
    }

    /** What of an account keeps any watch of it from being polled that is due now; the rest as above. */
    public static Optional<Wait> waitsFor(
            String account, Optional<AccountRow> row, Optional<Double> configuredRate, Instant now) {
        return configuredRate.isEmpty()
                ? notConfigured(account)
                : row.flatMap(r -> r.gated() ? gated(r) : blocked(now, r, now));
    }

    /**
     * Why the next poll of a running watch is when it is.
     *
     * @param byPolicy what its policy says
     */
    public static String reason(Entry entry, String byPolicy, Instant now) {
        Watch watch = entry.watch();
        int most = watch.spec().polling().maxConsecutiveErrors();
        if (entry.leasedUntil().filter(until -> !now.isBefore(until)).isPresent()) {
            return "its last poll was not written down: the node that made it ended, or did not reach the store";
        }
        if (FutureTime.isWrong(watch.dueAt(), now, watch.spec().polling().longestGap())) {
            return "a clock that stood ahead wrote this time; it is set right within an hour";
        }
        if (watch.finalTries() > 0) {
            return "the last poll, at the deadline, failed on the way and is made again";
        }
        if (watch.polls() > 0 && !watch.dueAt().isBefore(watch.deadlineAt())) {
            return "the last poll is made at the deadline";
        }
        if (watch.refused().isPresent()) {
            return "once a minute, while the account may not ask for this precheck";
        }
        return watch.errors() == 0
                ? byPolicy
                : byPolicy + "; after " + watch.errors() + (watch.errors() == 1 ? " error" : " errors")
                        + " in a row, of which more than " + most + " end it";
    }

    private static Optional<Wait> notConfigured(String account) {
        return wait(
                Cause.NOT_CONFIGURED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Problem(
                        Problem.NO_ACCOUNT,
                        "this node's file does not name the account",
                        Optional.empty(),
                        Optional.of("configure watcher.accounts." + account + ", or leave it to a node that has it"))),
                "this node's file does not name account " + account);
    }

    private static Optional<Wait> gated(AccountRow row) {
        boolean suspended = row.state() == AccountState.SUSPENDED;
        String code = row.problem().map(problem -> " (" + problem.code() + ")").orElse("");
        return wait(
                suspended ? Cause.SUSPENDED : Cause.UNREACHABLE,
                Optional.of(row.since()),
                row.nextProbeAt(),
                row.problem(),
                (suspended
                                ? "account " + row.name() + " may not call" + code
                                : "calls of account " + row.name() + " do not get through" + code)
                        + "; one watch is polled as a probe, and all go on when that works");
    }

    private static Optional<Wait> refused(Entry entry) {
        String account = entry.watch().spec().account();
        return entry.watch()
                .refused()
                .flatMap(code -> wait(
                        Cause.REFUSED,
                        Optional.empty(),
                        Optional.of(entry.watch().dueAt()),
                        Optional.of(new Problem(
                                code,
                                "the account may not ask for this precheck, but for others",
                                Optional.empty(),
                                Optional.of("grant the account access to this server; it is asked once a minute"))),
                        "account " + account + " may not ask for this precheck, but for others (" + code
                                + "); it is asked once a minute"));
    }

    private static Optional<Wait> blocked(Instant pollableAt, AccountRow row, Instant now) {
        return row.blockedUntil()
                .filter(until -> until.isAfter(now) && until.isAfter(pollableAt))
                .flatMap(until -> wait(
                        Cause.BLOCKED,
                        Optional.empty(),
                        Optional.of(until),
                        row.problem(),
                        "the cloud asked account " + row.name() + " to make no call before " + text(until)));
    }

    private static Optional<Wait> overdue(
            Entry entry, AccountRow row, double configuredRate, OptionalLong ahead, Instant now) {
        Instant due = entry.watch().dueAt();
        if (Duration.between(entry.pollableAt(), now).compareTo(CLAIMED_SOON) < 0) {
            return Optional.empty();
        }
        boolean throttled = row.state() == AccountState.THROTTLED;
        String calls = throttled
                ? "the cloud throttles account " + row.name() + ", which makes "
                        + number(CallBudget.refill(row, configuredRate, now).rate()) + " of "
                        + number(configuredRate) + " calls a second"
                : "account " + row.name() + " makes " + number(configuredRate) + " calls a second";
        return wait(
                throttled ? Cause.THROTTLED : Cause.BUDGET,
                Optional.of(due),
                Optional.empty(),
                throttled ? row.problem() : Optional.empty(),
                "due for " + LogLine.text(Duration.between(due, now).truncatedTo(ChronoUnit.SECONDS)) + ": " + calls
                        + ", for the longest overdue first" + before(ahead));
    }

    private static String before(OptionalLong ahead) {
        if (ahead.isEmpty()) {
            return "";
        }
        long count = ahead.getAsLong();
        return count == 0
                ? "; no other is before it"
                : count == 1 ? "; one other is before it" : "; " + count + " others are before it";
    }

    private static Optional<Wait> wait(
            Cause cause, Optional<Instant> since, Optional<Instant> until, Optional<Problem> problem, String reason) {
        return Optional.of(new Wait(cause, since, until, problem, reason));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Without a fraction where there is none. */
    private static String number(double rate) {
        return rate == Math.rint(rate) ? Long.toString((long) rate) : String.format(Locale.ROOT, "%.1f", rate);
    }
}
