package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a notifier pauses when its receiver asks to wait, and how fast it is sent messages after that. */
final class PauseRule {
    private final NotifierSettings settings;

    PauseRule(NotifierSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    /** The row after an attempt that called the receiver. */
    NotifierRow after(NotifierRow row, Attempted attempt) {
        if (attempt.paused().isPresent()) {
            return waits(row, attempt.paused().get(), attempt.at());
        }
        return attempt.sign() == Sign.TOOK ? takes(row, attempt.at()) : row;
    }

    /**
     * Attempts that end before a pause is over were under way when it began: they belong to the same one. A receiver that
     * names no time is called no faster than at the rate that was found, and the rate is lowered.
     */
    private NotifierRow waits(NotifierRow row, AttemptResult.Paused paused, Instant at) {
        Optional<Instant> under = row.pausedUntil(at, settings.longestPause());
        int inARow = Math.max(1, row.pauses() + (under.isEmpty() ? 1 : 0));
        Duration longest = settings.rateLimits().rateLimitPause();
        Duration wait = settings.retry().pause(paused, longest, inARow);
        Optional<FoundRate> rate = row.rate().filter(found -> found.holds(at));
        if (paused.namesNoTime()) {
            FoundRate found = rate.orElseGet(() -> FoundRate.unknown(at)).refused(row.pauses() == 0, at);
            Duration grown = wait;
            wait = found.interval(at)
                    .map(interval -> interval.compareTo(longest) < 0 ? interval : longest)
                    .filter(interval -> interval.compareTo(grown) > 0)
                    .orElse(grown);
            rate = Optional.of(found);
        }
        Instant until = at.plus(wait);
        return row.withRate(inARow, rate)
                .paused(Optional.of(under.filter(until::isBefore).orElse(until)));
    }

    /** What was under way when it asked to wait does not end the pause. */
    private NotifierRow takes(NotifierRow row, Instant at) {
        Optional<FoundRate> rate = row.rate().filter(found -> found.holds(at));
        if (row.pausedUntil(at, settings.longestPause()).isPresent()) {
            return row.withRate(row.pauses(), rate.map(FoundRate::took));
        }
        Optional<FoundRate> now = row.pauses() == 0
                ? rate
                : rate.map(found ->
                        found.resumed(row.pauses(), settings.rateLimits().rateLimitPause(), at));
        return row.withRate(0, now.map(FoundRate::took));
    }
}
