package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Outbox.Attempted;
import io.github.precheckwatcher.notify.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What follows from an attempt (design.md 6). Remembers pauses in a row; not thread safe: a {@link Lane} owns it. */
final class AttemptRule {
    private final RetrySchedule schedule;
    private final Duration rateLimitPause;
    private final RandomGenerator jitter;

    /** Attempts that end before this were under way when the receiver asked to wait: they belong to the same pause. */
    private Instant pausedUntil = Instant.MIN;

    private int pausesInARow;

    /** @param rateLimitPause how long a notifier pauses whose receiver asks to wait without saying how long */
    AttemptRule(RetrySchedule schedule, Duration rateLimitPause, RandomGenerator jitter) {
        this.schedule = requireNonNull(schedule, "schedule");
        this.rateLimitPause = requireNonNull(rateLimitPause, "rateLimitPause");
        this.jitter = requireNonNull(jitter, "jitter");
    }

    /**
     * What is written back, and until when the notifier pauses.
     *
     * @param pausedUntil empty: it goes on
     */
    record Decision(Attempted attempted, Optional<Instant> pausedUntil) {}

    /**
     * Decides.
     *
     * @param now when the attempt ended
     */
    Decision after(Delivery delivery, AttemptResult result, Instant now) {
        if (result instanceof AttemptResult.Delivered delivered) {
            pausesInARow = 0;
            return new Decision(
                    new Attempted(
                            delivery,
                            now,
                            State.DELIVERED,
                            true,
                            now,
                            delivered.status(),
                            delivered.note(),
                            Optional.empty()),
                    Optional.empty());
        }
        if (result instanceof AttemptResult.Partial partial) {
            return partly(delivery, partial, now);
        }
        if (result instanceof AttemptResult.Gone gone) {
            return new Decision(
                    new Attempted(
                            delivery,
                            now,
                            State.DEAD,
                            true,
                            now,
                            Optional.of(gone.status()),
                            Optional.of(gone.words()),
                            Optional.empty(),
                            Outbox.Sign.GONE,
                            gone.remedy()),
                    Optional.empty());
        }
        if (result instanceof AttemptResult.Paused paused) {
            return paused(delivery, paused, now);
        }
        var failed = (AttemptResult.Failed) result;
        Optional<Instant> next = schedule.next(delivery.attempts() + 1, now, delivery.since(), jitter);
        return new Decision(
                new Attempted(
                        delivery,
                        now,
                        next.isPresent() ? State.PENDING : State.DEAD,
                        true,
                        next.orElse(now),
                        failed.status(),
                        Optional.of(failed.error()),
                        Optional.empty(),
                        Outbox.Sign.FAILED,
                        failed.remedy()),
                Optional.empty());
    }

    /** Whoever has it stays told: at the end of the schedule one recipient is enough. */
    private Decision partly(Delivery delivery, AttemptResult.Partial partial, Instant now) {
        if (partial.sign() == Outbox.Sign.TOOK) {
            pausesInARow = 0;
        }
        Optional<Instant> next = schedule.next(delivery.attempts() + 1, now, delivery.since(), jitter);
        State end = partial.reached() ? State.DELIVERED : State.DEAD;
        return new Decision(
                new Attempted(
                        delivery.with(Optional.of(partial.progress())),
                        now,
                        next.isPresent() ? State.PENDING : end,
                        true,
                        next.orElse(now),
                        partial.status(),
                        Optional.of(partial.error()),
                        Optional.empty(),
                        partial.sign(),
                        partial.remedy()),
                Optional.empty());
    }

    /**
     * A receiver that asks to wait keeps a delivery beyond {@code max-age} only when it never had a try that counts: a
     * backlog kept it waiting, then the receiver. Twice {@code max-age} is the end of that too.
     */
    private Decision paused(Delivery delivery, AttemptResult.Paused paused, Instant now) {
        if (!now.isBefore(pausedUntil)) {
            pausesInARow++;
        }
        Instant until = now.plus(schedule.pause(paused.retryAfter(), rateLimitPause, Math.max(1, pausesInARow)));
        pausedUntil = until.isAfter(pausedUntil) ? until : pausedUntil;
        Duration limit =
                delivery.attempts() > 0 ? schedule.maxAge() : schedule.maxAge().multipliedBy(2);
        boolean old = !now.isBefore(delivery.since().plus(limit));
        return new Decision(
                new Attempted(
                        delivery,
                        now,
                        old ? State.DEAD : State.PENDING,
                        false,
                        until,
                        Optional.of(paused.status()),
                        Optional.of(paused.words()),
                        Optional.empty()),
                Optional.of(until));
    }
}
