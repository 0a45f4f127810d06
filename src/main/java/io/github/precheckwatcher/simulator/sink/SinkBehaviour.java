package io.github.precheckwatcher.simulator.sink;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How the sink treats the next verified webhooks.
 *
 * @param calls how many of them are meant, >= 0; what comes after is answered 200 at once
 * @param status the status they are answered with; only a 2xx accepts them
 * @param delay how long the answer is kept back, >= 0
 * @param hang whether they are never answered at all
 * @param retryAfter sent as {@code Retry-After} in seconds
 * @param share how many of those meant are treated so, 0 to 1; lots are drawn, and the others are answered 200 at once
 * @param seed of the lots: the same seed draws the same
 */
public record SinkBehaviour(
        int calls, int status, Duration delay, boolean hang, Optional<Duration> retryAfter, double share, long seed) {
    /** Every webhook is accepted at once. */
    public static final SinkBehaviour GOOD = new SinkBehaviour(0, 200, Duration.ZERO, false, Optional.empty(), 1, 0);

    public SinkBehaviour {
        if (calls < 0
                || status < 200
                || status > 599
                || requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("calls and delay are 0 or more, a status 200 to 599");
        }
        requireNonNull(retryAfter, "retryAfter");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of failures is 0 to 1, not " + share);
        }
    }

    /** That status for the next calls. */
    public static SinkBehaviour answering(int calls, int status) {
        return new SinkBehaviour(calls, status, Duration.ZERO, false, Optional.empty(), 1, 0);
    }

    /** No answer to the next calls. */
    public static SinkBehaviour hanging(int calls) {
        return new SinkBehaviour(calls, 200, Duration.ZERO, true, Optional.empty(), 1, 0);
    }

    /** The same, kept back that long. */
    public SinkBehaviour late(Duration by) {
        return new SinkBehaviour(calls, status, by, hang, retryAfter, share, seed);
    }

    /** The same, asking the sender to wait. */
    public SinkBehaviour after(Duration wait) {
        return new SinkBehaviour(calls, status, delay, hang, Optional.of(wait), share, seed);
    }

    /** The same for that share of the calls alone, drawn by lot. */
    public SinkBehaviour some(double part, long lots) {
        return new SinkBehaviour(calls, status, delay, hang, retryAfter, part, lots);
    }

    boolean accepts() {
        return status < 300 && !hang;
    }
}
