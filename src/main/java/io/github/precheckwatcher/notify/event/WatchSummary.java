package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a summary reports: how watches ended between two summaries, and which run still.
 *
 * @param since what the summary before did not report yet begins here
 * @param until what came later is for the next summary
 * @param ended how many verdicts of each outcome there were since; an outcome without one is absent
 * @param needsAttention how many of them did not pass and have no later verdict of the same instance, >= 0
 * @param attention the first of these, the most severe first
 * @param running how many watches run, >= 0
 * @param oldest the first of these, by their start
 */
public record WatchSummary(
        Instant since,
        Instant until,
        Map<Outcome, Long> ended,
        long needsAttention,
        List<Verdict> attention,
        long running,
        List<Running> oldest) {
    public WatchSummary {
        requireNonNull(since, "since");
        requireNonNull(until, "until");
        ended = Collections.unmodifiableMap(new TreeMap<>(ended));
        attention = List.copyOf(attention);
        oldest = List.copyOf(oldest);
    }

    /**
     * A verdict.
     *
     * @param summary one line for people
     * @param checks how many checks its report has, >= 0
     * @param passed how many of these passed
     */
    public record Verdict(String id, String name, Outcome outcome, String summary, int checks, int passed) {
        public Verdict {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
            requireNonNull(outcome, "outcome");
            requireNonNull(summary, "summary");
        }
    }

    /** A watch that runs; {@code startedAt} is its round's start. */
    public record Running(String name, Instant startedAt) {
        public Running {
            requireNonNull(name, "name");
            requireNonNull(startedAt, "startedAt");
        }
    }

    /** How many verdicts there were. */
    public long total() {
        return ended.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most severe word of what needs attention; PASSED where nothing does, INFO where nothing passed either. */
    MessageStatus status() {
        return attention.stream()
                .map(verdict -> MessageStatus.of(verdict.outcome()))
                .min(MessageStatus.MOST_SEVERE_FIRST)
                .orElse(ended.containsKey(Outcome.PASSED) ? MessageStatus.PASSED : MessageStatus.INFO);
    }
}
