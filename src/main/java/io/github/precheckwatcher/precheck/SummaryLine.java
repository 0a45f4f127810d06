package io.github.precheckwatcher.precheck;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one line that people read first: the watch's name, then what came of it. One line whatever stands in names and
 * words, and bounded however many checks there are.
 */
final class SummaryLine {
    private static final int LONGEST_ITEM = 60;
    private static final int LONGEST_WORD = 30;
    private static final int LONGEST_MESSAGE = 200;
    private static final int NAMED_ITEMS = 3;

    private SummaryLine() {}

    /** The summary of a terminal observation. */
    static String of(String name, Outcome outcome, PrecheckReport report) {
        String said = switch (outcome) {
            case PASSED -> allPassed(report.tally().checks());
            case WARNING, FAILED -> counted(report) + unreadPart(report);
            case UNKNOWN -> unknown(report);
            case ERROR -> "the precheck itself failed" + (report.tally().checks() == 0 ? "" : "; " + counted(report));
            case TIMED_OUT, ABANDONED, CANCELLED ->
                throw new IllegalArgumentException(outcome + " is no outcome of an observation");
        };
        return opening(name) + said;
    }

    /** The summary of a watch that ended without a terminal observation. */
    static String ended(String name, Outcome outcome, LastSeen last, Optional<Problem> why) {
        String said = switch (outcome) {
            case TIMED_OUT -> "we stopped watching; the precheck may still run (" + lastSeen(last) + ")";
            case ABANDONED -> "given up without an answer about the database; " + because(why.orElseThrow());
            case CANCELLED -> "the watch was withdrawn; the precheck may still run (" + lastSeen(last) + ")";
            case PASSED, WARNING, FAILED, ERROR, UNKNOWN ->
                throw new IllegalArgumentException(outcome + " is the outcome of an observation");
        };
        return opening(name) + said;
    }

    /** The summary of a verdict whose words the store refuses to keep. */
    static String notKept(String name, Outcome judged) {
        String said = switch (judged) {
            case PASSED, WARNING, FAILED, UNKNOWN -> "completed and judged " + judged;
            case ERROR -> "the precheck itself failed";
            case TIMED_OUT -> "we stopped watching; the precheck may still run";
            case ABANDONED -> "given up without an answer about the database";
            case CANCELLED -> "the watch was withdrawn; the precheck may still run";
        };
        return opening(name) + said + "; the store refuses to keep the words of the answer";
    }

    /** What was last known of a precheck, as {@code last seen: created, 45%}. */
    static String lastSeen(LastSeen last) {
        if (last.state().isEmpty() && last.progress().isEmpty()) {
            return "it was never seen";
        }
        String state = last.state()
                .map(SummaryLine::shownWord)
                .filter(word -> !word.isEmpty())
                .orElse("no state");
        return "last seen: " + state
                + (last.progress().isPresent() ? ", " + last.progress().getAsInt() + "%" : "");
    }

    private static String opening(String name) {
        String shown = VendorText.oneLine(name, Verdict.SUMMARY_NAME);
        return (shown.isEmpty() ? "(no name)" : shown) + ": ";
    }

    /** The vendor documents {@code ServerError} with the message "ServerError": said once. */
    private static String because(Problem why) {
        String code = VendorText.oneLine(why.code(), LONGEST_ITEM);
        return Words.normal(why.message()).equals(Words.normal(why.code()))
                ? code
                : code + ": " + VendorText.oneLine(why.message(), LONGEST_MESSAGE);
    }

    private static String allPassed(int checks) {
        return checks == 1 ? "its one check passed" : "all " + checks + " checks passed";
    }

    private static String unknown(PrecheckReport report) {
        if (report.raw().isEmpty()) {
            return "completed, but without a report";
        }
        if (report.tally().checks() == 0) {
            return report.whole()
                    ? "completed, but its report lists no checks"
                    : "completed, but its report could not be read";
        }
        if (report.whole() && report.tally().silent() == 0) {
            return "completed, but not all checks were run; " + counted(report);
        }
        return report.whole()
                ? "completed, but a part of its report lists no checks; " + counted(report)
                : "completed, but not all of its report could be read; " + counted(report);
    }

    private static String unreadPart(PrecheckReport report) {
        return report.whole() ? "" : "; not all of the report could be read";
    }

    /** {@code 3 of 4 checks passed; x failed; y needs attention}. */
    private static String counted(PrecheckReport report) {
        List<CheckItem> items = report.items();
        Tally tally = report.tally();
        StringBuilder line = new StringBuilder()
                .append(tally.passed())
                .append(" of ")
                .append(tally.checks())
                .append(tally.checks() == 1 ? " check passed" : " checks passed");
        List<CheckItem> bad =
                items.stream().filter(item -> item.grade() == Grade.FAILED).toList();
        if (tally.failed() > 0) {
            boolean plain = bad.size() == tally.failed() && bad.stream().allMatch(SummaryLine::saysFailed);
            line.append("; ").append(named(bad, tally.failed())).append(plain ? " failed" : " did not pass");
        }
        List<CheckItem> warnings = items.stream().filter(CheckItem::warning).toList();
        if (tally.warnings() > 0) {
            boolean one = tally.warnings() == 1
                    || tally.warnings() == warnings.size()
                            && warnings.stream()
                                            .map(SummaryLine::shown)
                                            .distinct()
                                            .count()
                                    == 1;
            line.append("; ")
                    .append(named(warnings, tally.warnings()))
                    .append(one ? " needs attention" : " need attention");
        }
        if (tally.notRun() > 0) {
            line.append("; ").append(tally.notRun()).append(" not run");
        }
        return line.toString();
    }

    /** The listed items, or how many there are where not all of them are listed. */
    private static String named(List<CheckItem> listed, int all) {
        return listed.size() == all ? named(listed) : all == 1 ? "1 check" : all + " checks";
    }

    /** The items by name, each once with how often, the first few of them. */
    private static String named(List<CheckItem> items) {
        Map<String, Long> times = items.stream()
                .collect(Collectors.groupingBy(SummaryLine::shown, LinkedHashMap::new, Collectors.counting()));
        List<String> names = times.entrySet().stream()
                .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (" + e.getValue() + " times)"))
                .toList();
        if (names.size() > NAMED_ITEMS) {
            return String.join(", ", names.subList(0, NAMED_ITEMS)) + " and " + (names.size() - NAMED_ITEMS) + " more";
        }
        String last = names.get(names.size() - 1);
        return names.size() == 1 ? last : String.join(", ", names.subList(0, names.size() - 1)) + " and " + last;
    }

    /** The item as running text, with the raw word where that is neither of the three that explain themselves. */
    private static String shown(CheckItem item) {
        String name = CheckCatalog.find(item.item())
                .map(CheckDescription::phrase)
                .orElseGet(() -> VendorText.oneLine(item.item(), LONGEST_ITEM));
        if (item.passed() || item.warning() || saysFailed(item)) {
            return name;
        }
        return name + " (" + item.result().map(SummaryLine::shownWord).orElse("no result") + ")";
    }

    private static String shownWord(String word) {
        return VendorText.oneLine(word, LONGEST_WORD);
    }

    private static boolean saysFailed(CheckItem item) {
        return item.result().map(Words::normal).filter("failed"::equals).isPresent();
    }
}
