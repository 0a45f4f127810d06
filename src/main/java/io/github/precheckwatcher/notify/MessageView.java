package io.github.precheckwatcher.notify;

import java.util.List;
import java.util.Optional;

/**
 * A message as people read it, in one language and zone: what templates are given. All texts are as they came; escaping
 * is the template's. Long lists may be cut: {@code more} counts what is left out.
 *
 * @param type what it is about
 * @param outcome a verdict's outcome word, a digest's worst, an operator event's severity
 * @param subject the watch's name, or what the event is about
 * @param summary one line
 * @param environment where the daemon runs
 * @param target which precheck; only of a verdict or a sample of one
 * @param items what did not pass, worst first as the report has it; only of a verdict
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
 * @param lines what a digest tells, the ones that need hands first
 * @param counts how many of each outcome a digest counts, worst first
 * @param watches how many watches an operator event concerns
 * @param words fixed words in this language, by key
 */
public record MessageView(
        MessageType type,
        String outcome,
        String subject,
        String summary,
        String environment,
        Optional<Target> target,
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
        Words words) {
    /** Which precheck a verdict is about. */
    public record Target(
            String taskId,
            String instanceUuid,
            String region,
            String account,
            Optional<String> instanceId,
            Optional<String> sourceType) {}

    /** A check that did not pass; title, meaning and remedy where the catalogue knows it. */
    public record Item(
            String item,
            Optional<String> result,
            Optional<String> title,
            Optional<String> meaning,
            Optional<String> remedy,
            Optional<String> instanceId) {}

    /** A problem. */
    public record Cause(String code, String message, Optional<String> remedy) {}

    /** One message of a digest. */
    public record Line(String outcome, String subject, String summary) {}

    /** How many of one outcome. */
    public record Count(String outcome, int count) {}

    /** Fixed words by key; a key that is not there is a bug, found by a test. */
    @FunctionalInterface
    public interface Words {
        String get(String key);
    }
}
