package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.RetrySchedule;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What follows from an attempt for its delivery; {@link NotifierCircuit} says what follows for the notifier. Pure but for jitter. */
public final class AttemptRule {
    private final RetrySchedule schedule;
    private final Duration rateLimitPause;
    private final RandomGenerator jitter;

    /** @param rateLimitPause how long a notifier pauses whose receiver asks to wait without saying how long */
    public AttemptRule(RetrySchedule schedule, Duration rateLimitPause, RandomGenerator jitter) {
        this.schedule = requireNonNull(schedule, "schedule");
        this.rateLimitPause = requireNonNull(rateLimitPause, "rateLimitPause");
        this.jitter = requireNonNull(jitter, "jitter");
    }

    /**
     * Decides.
     *
     * @param now when the attempt ended
     * @return what is written back
     */
    public Attempted after(Delivery delivery, AttemptResult result, Instant now) {
        if (result instanceof AttemptResult.Delivered delivered) {
            return ended(delivery, State.DELIVERED, now, delivered.status(), delivered.note());
        }
        if (result instanceof AttemptResult.Partial partial) {
            return partly(delivery, partial, now);
        }
        if (result instanceof AttemptResult.Gone gone) {
            return ended(delivery, State.DEAD, now, Optional.of(gone.status()), Optional.of(gone.words()))
                    .saying(AttemptResult.Sign.GONE, gone.remedy());
        }
        if (result instanceof AttemptResult.Paused paused) {
            return paused(delivery, paused, now);
        }
        if (result instanceof AttemptResult.NotSent unsent) {
            return notSent(delivery, unsent, now);
        }
        var failed = (AttemptResult.Failed) result;
        return again(delivery, State.DEAD, failed.status(), failed.error(), now)
                .saying(AttemptResult.Sign.FAILED, failed.remedy());
    }

    private static Attempted ended(
            Delivery delivery, State state, Instant now, Optional<Integer> status, Optional<String> error) {
        return new Attempted(delivery, now, state, true, now, status, error, Optional.empty());
    }

    /** By the schedule; at its end the delivery is what {@code end} says. */
    private Attempted again(Delivery delivery, State end, Optional<Integer> status, String error, Instant now) {
        Optional<Instant> next = schedule.next(delivery.attempts() + 1, now, delivery.since(), jitter);
        return new Attempted(
                delivery,
                now,
                next.isPresent() ? State.PENDING : end,
                true,
                next.orElse(now),
                status,
                Optional.of(error),
                Optional.empty());
    }

    /** What could not be sent goes by the same schedule; what there was nothing to send of counts as no attempt. */
    private Attempted notSent(Delivery delivery, AttemptResult.NotSent unsent, Instant now) {
        Attempted attempted = unsent.error()
                .map(error -> again(delivery, State.DEAD, Optional.empty(), error, now))
                .orElseGet(() -> new Attempted(
                        delivery,
                        now,
                        State.DELIVERED,
                        false,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return attempted.notSent();
    }

    /** Who has it keeps it: at the end of the schedule one recipient is enough. */
    private Attempted partly(Delivery delivery, AttemptResult.Partial partial, Instant now) {
        Delivery noted = delivery.with(Optional.of(partial.progress()));
        State end = partial.reached() ? State.DELIVERED : State.DEAD;
        return again(noted, end, partial.status(), partial.error(), now).saying(partial.sign(), partial.remedy());
    }

    /**
     * A receiver that asks to wait keeps a delivery beyond {@code max-age} only when it never had a try that counts: a
     * backlog kept it waiting, then the receiver. Twice {@code max-age} is the end of that too.
     */
    private Attempted paused(Delivery delivery, AttemptResult.Paused paused, Instant now) {
        Duration limit =
                delivery.attempts() > 0 ? schedule.maxAge() : schedule.maxAge().multipliedBy(2);
        boolean old = !now.isBefore(delivery.since().plus(limit));
        return new Attempted(
                        delivery,
                        now,
                        old ? State.DEAD : State.PENDING,
                        false,
                        // the notifier's pause may last longer, as those before it did: its row holds the delivery then
                        now.plus(schedule.pause(paused, rateLimitPause, 1)),
                        Optional.of(paused.status()),
                        Optional.of(paused.words()),
                        Optional.empty())
                .asking(paused);
    }
}
