package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.MessageType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message as people read it, in one language and zone: what templates are given. Each text is on one line and
 * otherwise as it came; escaping is the template's. Long lists may be cut: {@code more} counts what is left out.
 *
 * @param type what it is about
 * @param outcome a verdict's outcome word, a digest's or a summary's worst, an operator event's severity
 * @param subject the watch's name, or what the event is about
 * @param summary one line, without the name
 * @param environment where the daemon runs
 * @param target which precheck; only of a verdict or a sample of one
 * @param labels the watch's labels
 * @param items what did not pass: failures, then warnings, each in the report's order; only of a verdict
 * @param more how many items or lines are left out, >= 0
 * @param checks how many checks there were
 * @param passed how many of them passed
 * @param problem why there is no answer, or the operator event's cause
 * @param previous how it was last time, in words; empty: nothing is known, or nothing to compare
 * @param time when it happened, in the zone, with its offset
 * @param epochSecond the same for platforms that show each reader's own time
 * @param took how long the round took, in words
 * @param requestId the vendor's request id
 * @param link the daemon's own page about it
 * @param runbook the operator's own page for this watch
 * @param lines what a digest reports, or what needs attention by a summary, the most severe first
 * @param counts how many of each outcome a digest or a summary counts, worst first
 * @param watches how many watches an operator event concerns
 * @param daily what a summary says beside its lines and counts; empty but of a summary
 * @param words fixed words in this language, by key
 */
public record MessageView(
        MessageType type,
        String outcome,
        String subject,
        String summary,
        String environment,
        Optional<Target> target,
        Map<String, String> labels,
        List<Item> items,
        int more,
        int checks,
        int passed,
        Optional<Cause> problem,
        Optional<String> previous,
        String time,
        long epochSecond,
        Optional<String> took,
        Optional<String> requestId,
        Optional<String> link,
        Optional<String> runbook,
        List<Line> lines,
        List<Count> counts,
        Optional<Long> watches,
        Optional<Daily> daily,
        Words words) {
    /** Which precheck a verdict is about; with several instances, their ids and types stand beside each other. */
    public record Target(
            String taskId,
            String instanceUuid,
            String region,
            String account,
            Optional<String> instanceId,
            Optional<String> sourceType) {}

    /**
     * A check that did not pass; title, meaning and remedy where the catalogue knows it.
     *
     * @param instanceId where the report has several instances
     */
    public record Item(
            String item,
            Optional<String> result,
            Optional<String> title,
            Optional<String> meaning,
            Optional<String> remedy,
            Optional<String> instanceId) {}

    /** A problem; the message may be empty. */
    public record Cause(String code, String message, Optional<String> remedy) {}

    /** One message of a digest; the summary without the name. */
    public record Line(String outcome, String subject, String summary) {}

    /**
     * What a summary says further, in words.
     *
     * @param since from when on it counts, in the zone
     * @param running how many watches run, and which run longest
     */
    public record Daily(String since, String running) {}

    /** How many of one outcome. */
    public record Count(String outcome, int count) {}

    /** Fixed words by key; a key that is not there is a bug, found by a test. */
    @FunctionalInterface
    public interface Words {
        String get(String key);
    }

    public MessageView {
        labels = Map.copyOf(labels);
        items = List.copyOf(items);
        lines = List.copyOf(lines);
        counts = List.copyOf(counts);
    }

    public static MessageView of(Event event, Wording wording) {
        return new ViewReader(event, wording).view();
    }

    /** The line that opens every message: outcome and name; a test says that it is one before anything else. */
    public String title() {
        return switch (type) {
            case VERDICT, OPERATOR -> outcome + ' ' + subject;
            case DIGEST -> summary.isEmpty() ? outcome : outcome + ' ' + summary;
            case SUMMARY ->
                outcome + ' ' + words.get("daily") + (summary.isEmpty() ? "" : words.get("colon") + summary);
            case TEST -> words.get("test") + ' ' + outcome + ' ' + subject;
        };
    }

    /** How many items or lines are left out, as {@code and 3 more}. */
    public String andMore() {
        return andMore(more);
    }

    /** The same for so many. */
    public String andMore(int leftOut) {
        return words.get("andMore").replace("{0}", Integer.toString(leftOut));
    }

    /** How many checks passed, as {@code 3 of 4 passed}. */
    public String passedChecks() {
        return words.get("passedOf").replace("{0}", Integer.toString(passed)).replace("{1}", Integer.toString(checks));
    }
}
