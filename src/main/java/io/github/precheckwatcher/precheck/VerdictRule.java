package io.github.precheckwatcher.precheck;

import java.time.Instant;
import java.util.Optional;

/**
 * Judges observations by the table of design.md 4. Pure: same input, same verdict.
 */
public final class VerdictRule {
    private VerdictRule() {}

    /** The outcome of an observation, or empty while the precheck goes on (or says a word that nobody documents). */
    public static Optional<Outcome> outcome(Observation observation) {
        throw new IllegalStateException("skeleton");
    }

    /**
     * The verdict of an observation whose {@link #outcome} is present.
     *
     * @param id the new verdict's id
     * @param name the watch's name, which opens the summary
     * @throws IllegalArgumentException when the observation is not terminal
     */
    public static Verdict judge(String id, String name, PrecheckRef ref, Observation observation, Instant observedAt) {
        throw new IllegalStateException("skeleton");
    }

    /**
     * The verdict of a watch that ended without a terminal observation: TIMED_OUT, ABANDONED or CANCELLED.
     *
     * @param last what is known of the precheck from earlier polls
     * @param problem why; present on TIMED_OUT and ABANDONED
     */
    public static Verdict ended(
            String id,
            String name,
            PrecheckRef ref,
            Outcome outcome,
            LastSeen last,
            Optional<Problem> problem,
            Instant observedAt) {
        throw new IllegalStateException("skeleton");
    }
}
