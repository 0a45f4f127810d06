package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.FutureTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast a receiver may be called that refuses by rate and names no time: found by what it took. Each refusal lowers the
 * rate at once, time without one raises it slowly (AIMD), and after an hour without one it is forgotten. Immutable; the
 * notifier's row keeps it, so all nodes go by it and restarts do not lose it.
 *
 * @param perSecond messages a second, > 0; empty: it is not known yet
 * @param since when the rate was last changed by what the receiver did; it grows from then on
 * @param sure whether it was measured over long enough to grow slowly
 * @param refusedAt when the receiver last refused
 * @param measuredFrom since when what it takes is counted; empty: it has taken nothing since it first refused
 * @param taken how many it took since then, >= 0
 * @param before what it took over the time before that
 * @param nextAt when the next message may be sent
 */
public record FoundRate(
        Optional<Double> perSecond,
        Instant since,
        boolean sure,
        Instant refusedAt,
        Optional<Instant> measuredFrom,
        int taken,
        Took before,
        Instant nextAt) {
    /**
     * What a receiver took over a time.
     *
     * @param messages >= 0
     * @param seconds >= 0
     */
    public record Took(int messages, double seconds) {
        static final Took NOTHING = new Took(0, 0);

        private Took and(int more, double longer) {
            return new Took(messages + more, seconds + longer);
        }

        private Optional<Double> perSecond() {
            return messages > 0 && seconds > 0 ? Optional.of(messages / seconds) : Optional.empty();
        }
    }

    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** It grows by itself once in so long. */
    private static final Duration GROWTH = Duration.ofMinutes(10);

    /** As long as it rests on a short measurement. */
    private static final Duration FAST_GROWTH = Duration.ofMinutes(1);

    /** What it took over a shorter time may say more of when it took before: many count what came within a minute. */
    private static final double LONG_ENOUGH = 60;

    /** After a refusal; each further one in a row halves it, unless more was measured. */
    private static final double LOWERED = 0.9;

    /** Beyond this it rests: what was measured before says nothing of how much it takes. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** So many seconds that were not used may be made up for, as claims are made about once a second. */
    private static final double MADE_UP = 1;

    /** At a rate of so many a second or less only half a message is made up for: two at once may be too fast. */
    private static final double SLOW = 2;

    /** Between messages after a pause, until one was taken. */
    private static final Duration ONE_BY_ONE = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;

    public FoundRate {
        requireNonNull(since, "since");
        requireNonNull(refusedAt, "refusedAt");
        requireNonNull(measuredFrom, "measuredFrom");
        requireNonNull(before, "before");
        requireNonNull(nextAt, "nextAt");
        if (perSecond.filter(rate -> !(rate > 0)).isPresent() || taken < 0) {
            throw new IllegalArgumentException("a rate is above zero, and what was taken not below");
        }
    }

    /** A receiver that had not refused before. */
    static FoundRate unknown(Instant refusedAt) {
        return new FoundRate(
                Optional.empty(), refusedAt, false, refusedAt, Optional.empty(), 0, Took.NOTHING, refusedAt);
    }

    /** Whether it still counts; a time that no right clock can have written does not. */
    boolean holds(Instant now) {
        return !FutureTime.isWrong(refusedAt, now, Duration.ZERO) && now.isBefore(refusedAt.plus(FORGOTTEN));
    }

    /**
     * How many messages may be sent now.
     *
     * @param pauses in a row since it took something: after one, messages go one by one until it takes one again
     */
    int allows(int pauses, Instant now, int most) {
        if (FutureTime.holds(nextAt, now, FORGOTTEN)) {
            return 0;
        }
        if (pauses > 0) {
            return Math.min(1, most);
        }
        return rate(now)
                .map(rate -> (int) Math.min(most, Math.max(1, (long) (madeUp(now, rate) * rate))))
                .orElse(most);
    }

    /** So many messages are about to be sent, one at least. */
    FoundRate claimed(int messages, int pauses, Instant now) {
        if (pauses > 0) {
            return with(measuredFrom, taken, before, now.plus(ONE_BY_ONE));
        }
        Instant next = rate(now)
                .map(rate -> (nextAt.isAfter(now) ? nextAt : now)
                        .plusNanos((long) ((messages / rate - madeUp(now, rate)) * NANOS)))
                .orElse(now);
        return between(nextAt, now).compareTo(IDLE) > 0
                ? with(Optional.of(now), 0, Took.NOTHING, next)
                : with(measuredFrom, taken, before, next);
    }

    /** How many seconds of its time are not used. */
    private double madeUp(Instant now, double rate) {
        return Math.min(seconds(between(nextAt, now)), rate > SLOW ? MADE_UP : Math.min(MADE_UP, 0.5 / rate));
    }

    /** It took a message. */
    FoundRate took() {
        return with(measuredFrom, taken + 1, before, nextAt);
    }

    /** It refused; the rate stands still until it takes something again. */
    FoundRate refused(boolean first, Instant at) {
        Optional<Double> then = first ? rate(at) : perSecond;
        return new FoundRate(then, at, sure, at, measuredFrom, taken, before, nextAt);
    }

    /**
     * It took a message again after so many pauses. While more waits than it takes, what it took over a time with pauses
     * in it is what it takes.
     *
     * @param slowest how long a message may wait for its turn at most
     */
    FoundRate resumed(int pauses, Duration slowest, Instant at) {
        double length = measuredFrom.map(from -> seconds(between(from, at))).orElse(0.0);
        Took all = before.and(measuredFrom.isPresent() ? taken : 0, length);
        Optional<Double> measured = all.perSecond();
        Optional<Double> next = perSecond
                .map(rate -> Math.min(
                        LOWERED * rate, Math.max(LOWERED * rate / Math.pow(2, pauses - 1.0), measured.orElse(0.0))))
                .or(() -> measured)
                .map(rate -> Math.max(rate, 1 / seconds(slowest)));
        Instant turn = next.map(rate -> at.plusNanos((long) (NANOS / rate))).orElse(at);
        boolean anew = measuredFrom.isEmpty() || length >= LONG_ENOUGH;
        return new FoundRate(
                next,
                at,
                all.seconds() >= LONG_ENOUGH,
                refusedAt,
                anew ? Optional.of(at) : measuredFrom,
                anew ? 0 : taken,
                length >= LONG_ENOUGH ? new Took(taken, length) : before,
                turn);
    }

    /** How long one message takes at the rate of now; empty: the rate is not known. */
    Optional<Duration> interval(Instant now) {
        return rate(now).map(rate -> Duration.ofNanos((long) (NANOS / rate)));
    }

    private Optional<Double> rate(Instant now) {
        return perSecond.map(rate -> rate * (1 + seconds(between(since, now)) / seconds(sure ? GROWTH : FAST_GROWTH)));
    }

    private FoundRate with(Optional<Instant> measuredFrom, int taken, Took before, Instant nextAt) {
        return new FoundRate(perSecond, since, sure, refusedAt, measuredFrom, taken, before, nextAt);
    }

    private static Duration between(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
