package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed delivery is tried again.
 *
 * @param steps waits after the first, second, ... attempt, each > 0; the last repeats; not empty
 * @param maxAge how long after the event a delivery is given up
 * @param retryAfterMax the longest wait that a receiver may ask for
 */
public record RetrySchedule(List<Duration> steps, Duration maxAge, Duration retryAfterMax) {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    /** Beyond any {@code retryAfterMax}. */
    private static final int MOST_DOUBLINGS = 20;

    private static final double JITTER = 0.1;

    public RetrySchedule {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a retry schedule needs at least one step");
        }
        steps.forEach(step -> requirePositive(step, "a step of a retry schedule"));
        requirePositive(requireNonNull(maxAge, "maxAge"), "maxAge");
        requirePositive(requireNonNull(retryAfterMax, "retryAfterMax"), "retryAfterMax");
    }

    /**
     * When a delivery is tried again after an attempt that failed; up to a tenth of the step is added, so that what
     * failed together does not come back together. The last try is made when {@code maxAge} is reached, so a delivery
     * dies only after an attempt: one that a backlog kept from any gets its one.
     *
     * @param attempts attempts so far, the failed one included, > 0
     * @param now when that attempt ended
     * @param occurredAt when the event happened
     * @return empty: it is given up
     */
    public Optional<Instant> next(int attempts, Instant now, Instant occurredAt, RandomGenerator jitter) {
        Instant end = occurredAt.plus(maxAge);
        if (!now.isBefore(end)) {
            return Optional.empty();
        }
        Duration step = steps.get(Math.min(attempts, steps.size()) - 1);
        Instant next = now.plus(step).plusNanos((long) (step.toNanos() * JITTER * jitter.nextDouble()));
        return Optional.of(next.isBefore(end) ? next : end);
    }

    /** The longest wait between two tries, its jitter included. */
    Duration longestStep() {
        Duration longest = steps.stream().max(Duration::compareTo).orElseThrow();
        return longest.plusNanos((long) (longest.toNanos() * JITTER));
    }

    /**
     * How long a notifier pauses when its receiver asks to wait. One that always says "in a second", or only that it is too
     * fast, is asked less and less often.
     *
     * @param paused what it said: a time is obeyed from a second to {@code retryAfterMax}
     * @param rateLimitPause how long a ban lasts, and the longest pause when nothing is said: the operator's own figure, so no
     *     other bound holds for it
     * @param inARow how many pauses there were since it took something, this one included, > 0
     */
    public Duration pause(AttemptResult.Paused paused, Duration rateLimitPause, int inARow) {
        Optional<Duration> said = paused.retryAfter().filter(wait -> !wait.isNegative());
        if (said.isEmpty() && paused.banned()) {
            return rateLimitPause;
        }
        Duration shortest = SHORTEST_PAUSE.multipliedBy(1L << Math.min(inARow - 1, MOST_DOUBLINGS));
        Duration wait = said.filter(asked -> asked.compareTo(shortest) > 0).orElse(shortest);
        Duration most = said.isPresent() ? retryAfterMax : rateLimitPause;
        return wait.compareTo(most) < 0 ? wait : most;
    }

    private static void requirePositive(Duration value, String what) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is not above 0");
        }
    }
}
