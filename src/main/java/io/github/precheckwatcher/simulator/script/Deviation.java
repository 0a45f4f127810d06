package io.github.precheckwatcher.simulator.script;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * At some of a precheck's calls the simulator does something else than to answer rightly at once.
 *
 * @param from the first call meant; a precheck's calls count from 1, those refused at the gateway (signature,
 *     permission, rate) left out
 * @param to the last call meant, >= from
 * @param delay how long the answer is kept back, >= 0
 * @param answer what is answered; empty: the truth
 */
public record Deviation(int from, int to, Duration delay, Optional<Answer> answer) {
    public Deviation {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("calls " + from + " to " + to + " are no range from 1 on");
        }
        if (requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("a delay is not below 0");
        }
        requireNonNull(answer, "answer");
    }

    /** That answer at one call. */
    public static Deviation at(int call, Answer answer) {
        return new Deviation(call, call, Duration.ZERO, Optional.of(answer));
    }

    /** That answer at a range of calls. */
    public static Deviation between(int from, int to, Answer answer) {
        return new Deviation(from, to, Duration.ZERO, Optional.of(answer));
    }

    /** That answer at every call. */
    public static Deviation always(Answer answer) {
        return between(1, Integer.MAX_VALUE, answer);
    }

    /** The truth, late, at every call. */
    public static Deviation slow(Duration delay) {
        return new Deviation(1, Integer.MAX_VALUE, delay, Optional.empty());
    }

    /** The same, kept back that long. */
    public Deviation late(Duration by) {
        return new Deviation(from, to, by, answer);
    }

    public boolean means(int call) {
        return call >= from && call <= to;
    }
}
