package io.github.precheckwatcher.precheck;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges observations: same input, same verdict.
 */
public final class VerdictRule {
    private VerdictRule() {}

    /** The outcome of an observation, or empty while the precheck goes on (or says a word that nobody documents). */
    public static Optional<Outcome> outcome(Observation observation) {
        return switch (observation.phase()) {
            case WAITING, RUNNING, UNHEARD_OF -> Optional.empty();
            case BROKEN -> Optional.of(Outcome.ERROR);
            case ENDED -> Optional.of(completed(observation.report()));
        };
    }

    /**
     * The verdict of an observation whose {@link #outcome} is present.
     *
     * @param id the new verdict's id
     * @param name the watch's name, which opens the summary
     * @throws IllegalArgumentException when the observation is not terminal
     */
    public static Verdict judge(String id, String name, PrecheckRef ref, Observation observation, Instant observedAt) {
        Outcome outcome =
                outcome(observation).orElseThrow(() -> new IllegalArgumentException("the observation is not terminal"));
        PrecheckReport report = observation.report();
        Optional<Problem> problem = switch (outcome) {
            case ERROR -> Optional.of(ProblemText.precheckError(observation));
            case UNKNOWN -> Optional.of(ProblemText.noReport(observation));
            case PASSED, WARNING, FAILED, TIMED_OUT, ABANDONED, CANCELLED -> Optional.empty();
        };
        return new Verdict(
                id,
                outcome,
                SummaryLine.of(name, outcome, report),
                ref,
                Optional.of(observation.rawState()),
                observation.progress(),
                observation.createdTime(),
                observation.updatedTime(),
                observation.completedTime(),
                observedAt,
                report.instances(),
                problem,
                observation.requestId(),
                outcome == Outcome.UNKNOWN ? report.raw() : Optional.empty(),
                report.tally());
    }

    /**
     * The verdict of a watch that ended without a terminal observation: TIMED_OUT, ABANDONED or CANCELLED.
     *
     * @param last what is known of the precheck from earlier polls
     * @param problem why; present on ABANDONED, absent on CANCELLED; on TIMED_OUT absent means the plain
     *     {@link Problem#DEADLINE}
     * @throws IllegalArgumentException for another outcome, and when the problem does not fit it
     */
    public static Verdict ended(
            String id,
            String name,
            PrecheckRef ref,
            Outcome outcome,
            LastSeen last,
            Optional<Problem> problem,
            Instant observedAt) {
        Optional<Problem> why = switch (outcome) {
            case TIMED_OUT -> problem.or(() -> Optional.of(ProblemText.deadline(last)));
            case ABANDONED, CANCELLED -> problem;
            case PASSED, WARNING, FAILED, ERROR, UNKNOWN ->
                throw new IllegalArgumentException(outcome + " needs an observation");
        };
        if (why.isPresent() == outcome.isWithdrawn()) {
            throw new IllegalArgumentException(outcome + (why.isPresent() ? " is no problem" : " needs a problem"));
        }
        return new Verdict(
                id,
                outcome,
                SummaryLine.ended(name, outcome, last, why),
                ref,
                last.state(),
                last.progress(),
                last.createdTime(),
                last.updatedTime(),
                Optional.empty(),
                observedAt,
                List.of(),
                why,
                why.flatMap(Problem::requestId).or(last::requestId),
                Optional.empty());
    }

    /**
     * The same end without any word from outside, for a store that refuses to keep the words. What the report was judged
     * by is lost with it, so nothing of it passes or fails: UNKNOWN, which says what the judgement was.
     *
     * @param name the watch's name, which opens the summary
     */
    public static Verdict withoutWords(Verdict refused, String name) {
        Outcome outcome = switch (refused.outcome()) {
            case PASSED, WARNING, FAILED, UNKNOWN -> Outcome.UNKNOWN;
            case ERROR, TIMED_OUT, ABANDONED, CANCELLED -> refused.outcome();
        };
        Optional<Problem> problem = outcome == Outcome.UNKNOWN
                ? Optional.of(ProblemText.notKept(refused))
                : refused.problem().map(Problem::withoutWords);
        return new Verdict(
                refused.id(),
                outcome,
                SummaryLine.notKept(name, refused.outcome()),
                refused.ref(),
                Optional.empty(),
                refused.progress(),
                refused.createdTime(),
                refused.updatedTime(),
                refused.completedTime(),
                refused.observedAt(),
                List.of(),
                problem,
                refused.requestId().filter(VendorText::isPlain),
                Optional.empty());
    }

    /** When parts disagree the worst wins: FAILED, UNKNOWN, WARNING, PASSED. */
    private static Outcome completed(PrecheckReport report) {
        Tally tally = report.tally();
        if (tally.failed() > 0) {
            return Outcome.FAILED;
        }
        if (!report.whole() || tally.checks() == 0 || tally.silent() > 0 || tally.notRun() > 0) {
            return Outcome.UNKNOWN;
        }
        return tally.warnings() == 0 ? Outcome.PASSED : Outcome.WARNING;
    }
}
