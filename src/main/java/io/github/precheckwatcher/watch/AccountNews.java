package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.notify.LogLine;
import io.github.precheckwatcher.notify.OperatorEvent;
import io.github.precheckwatcher.notify.OperatorEvent.Severity;
import io.github.precheckwatcher.precheck.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What operators are told of a change of an account's row: that its watches wait, why, and that they go on. Pure. */
final class AccountNews {
    private AccountNews() {}

    /**
     * The event of this change. One cause is told once: a state that stays tells nothing, unless its code is another.
     * THROTTLED is no news: it slows calls and goes away by itself.
     *
     * @param watches how many watches wait for the account, where that is known
     */
    static Optional<OperatorEvent> of(WatchStore.Change change, Optional<Long> watches, Instant now) {
        AccountRow before = change.before();
        AccountRow after = change.after();
        boolean sameState = before.state() == after.state();
        if (after.gated() && !(sameState && code(before).equals(code(after)))) {
            return Optional.of(event(
                    after,
                    after.state().name().toLowerCase(Locale.ROOT),
                    Severity.ERROR,
                    "is " + after.state() + code(after).map(code -> ": " + code).orElse("")
                            + watches.map(AccountNews::waiting).orElse(""),
                    after.problem(),
                    watches));
        }
        if (before.gated() && !after.gated()) {
            Duration lasted = Duration.ofSeconds(
                    Math.max(0, Duration.between(before.since(), now).toSeconds()));
            return Optional.of(event(
                    after,
                    "ok",
                    Severity.INFO,
                    "works again, " + before.state() + " for " + LogLine.text(lasted),
                    Optional.empty(),
                    watches));
        }
        return Optional.empty();
    }

    private static OperatorEvent event(
            AccountRow row,
            String word,
            Severity severity,
            String what,
            Optional<Problem> problem,
            Optional<Long> watches) {
        return new OperatorEvent(
                "account/" + row.name(),
                "account." + word,
                severity,
                "account " + row.name() + " " + what,
                problem,
                watches);
    }

    private static String waiting(long watches) {
        return watches == 1 ? "; 1 watch waits" : "; " + watches + " watches wait";
    }

    private static Optional<String> code(AccountRow row) {
        return row.problem().map(Problem::code);
    }
}
