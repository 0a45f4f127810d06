package io.github.precheckwatcher.precheck;

import java.util.Optional;

/** The problems that this package states itself, in words for someone who was just woken up. */
final class ProblemText {
    private ProblemText() {}

    /** The precheck ended in {@code error}. */
    static Problem precheckError(Observation observation) {
        int checks = observation.report().tally().checks();
        String message = "The precheck ended in the state error: it could not do its work. That says nothing about the"
                + " database"
                + (checks == 0 ? "." : ", but for the " + count(checks) + " listed here.");
        return new Problem(
                Problem.PRECHECK_ERROR,
                message,
                observation.requestId(),
                Optional.of("See in the Security Center console that the backup agent of this server is online, then"
                        + " start the precheck again and watch the new task. If it ends in error once more, open a"
                        + " ticket with Alibaba Cloud and name the RequestId."));
    }

    /** The precheck completed, but its report cannot be judged. */
    static Problem noReport(Observation observation) {
        PrecheckReport report = observation.report();
        return new Problem(
                Problem.NO_REPORT,
                whatIsMissing(report),
                observation.requestId(),
                Optional.of("Do not take this for a pass. Look at the precheck's result in the Security Center console,"
                        + " or start the precheck again and watch the new task."
                        + (report.raw().isEmpty() ? "" : " The report as it came is kept beside this message.")));
    }

    /** The report was judged, but the store refuses to keep it. */
    static Problem notKept(Verdict refused) {
        return new Problem(
                Problem.NO_REPORT,
                "The precheck completed and was judged " + refused.outcome()
                        + ", but the store refuses to keep its report.",
                refused.requestId().filter(VendorText::isPlain),
                Optional.of(
                        "Look at the precheck's result in the Security Center console; the daemon's log says why the"
                                + " store refuses it."));
    }

    /** The deadline came first. */
    static Problem deadline(LastSeen last) {
        return new Problem(
                Problem.DEADLINE,
                "We stopped watching at the deadline; the precheck may still run (" + SummaryLine.lastSeen(last) + ").",
                last.requestId(),
                Optional.of("Look at the precheck in the Security Center console. If it still runs, raise the deadline"
                        + " of this task: watching then goes on. If it does not move, start a new precheck."));
    }

    private static String whatIsMissing(PrecheckReport report) {
        if (report.raw().isEmpty()) {
            return "The precheck completed, but its answer holds no report (Result is missing or empty).";
        }
        int checks = report.tally().checks();
        if (!report.whole()) {
            return checks == 0
                    ? "The precheck completed, but its report could not be read."
                    : "The precheck completed, but not all of its report could be read; " + count(checks)
                            + " could, and nothing worse than WARNING is among them.";
        }
        if (checks == 0) {
            return "The precheck completed, but its report lists no checks.";
        }
        if (report.tally().silent() == 0) {
            return "The precheck completed, but " + report.tally().notRun() + " of its " + checks
                    + " checks were not run.";
        }
        return "The precheck completed, but the report lists no checks for "
                + report.tally().silent() + " of its " + report.tally().instances() + " instances.";
    }

    private static String count(int checks) {
        return checks == 1 ? "1 check" : checks + " checks";
    }
}
