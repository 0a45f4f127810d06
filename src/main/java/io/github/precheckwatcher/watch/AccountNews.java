package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.OperatorEvent.Severity;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.account.AccountRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What operators are notified of at a change of an account's row: that its watches wait, why, and that they go on. */
final class AccountNews {
    private AccountNews() {}

    /**
     * The event of this change. One cause is reported once: a state that stays reports nothing, unless its code is another.
     * THROTTLED is no news: it slows calls and goes away by itself.
     *
     * @param watches how many watches wait for the account; asked only where there is news
     */
    static Optional<OperatorEvent> of(WatchStore.Change change, LongSupplier watches, Instant now) {
        AccountRow before = change.before();
        AccountRow after = change.after();
        boolean sameState = before.state() == after.state();
        if (after.gated() && !(sameState && code(before).equals(code(after)))) {
            long waiting = watches.getAsLong();
            return Optional.of(event(
                    after,
                    after.state().name().toLowerCase(Locale.ROOT),
                    Severity.ERROR,
                    "is " + after.state() + code(after).map(code -> ": " + code).orElse("") + waiting(waiting),
                    after.problem(),
                    waiting));
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
                    watches.getAsLong()));
        }
        return Optional.empty();
    }

    private static OperatorEvent event(
            AccountRow row, String word, Severity severity, String what, Optional<Problem> problem, long watches) {
        return new OperatorEvent(
                "account/" + row.name(),
                "account." + word,
                severity,
                "account " + row.name() + " " + what,
                problem,
                Optional.of(watches));
    }

    private static String waiting(long watches) {
        return watches == 1 ? "; 1 watch waits" : "; " + watches + " watches wait";
    }

    private static Optional<String> code(AccountRow row) {
        return row.problem().map(Problem::code);
    }
}
