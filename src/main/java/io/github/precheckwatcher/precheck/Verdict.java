package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Our summary of an ended watch.
 *
 * @param id the verdict's id, one a round; the webhook id too
 * @param outcome how it ended
 * @param summary one line for people, beginning with the watch's name
 * @param ref which precheck
 * @param state the vendor's last raw state word
 * @param progress the last progress seen, 0..100
 * @param createdTime the vendor's start time
 * @param updatedTime the vendor's time of the last change
 * @param completedTime the vendor's end time
 * @param observedAt when we had the answer that ended the watch (or gave it up)
 * @param instances what the report says, as far as it could be read
 * @param problem only on ERROR, UNKNOWN, TIMED_OUT and ABANDONED
 * @param requestId the vendor's request id of the last answer
 * @param rawResult only on UNKNOWN: the text that could not be judged, bounded
 * @param tally how many items the report has, listed or not; null means that all are listed
 */
public record Verdict(
        String id,
        Outcome outcome,
        String summary,
        PrecheckRef ref,
        Optional<String> state,
        OptionalInt progress,
        Optional<Instant> createdTime,
        Optional<Instant> updatedTime,
        Optional<Instant> completedTime,
        Instant observedAt,
        List<InstanceReport> instances,
        Optional<Problem> problem,
        Optional<String> requestId,
        Optional<String> rawResult,
        Tally tally) {
    /** So many code points of the watch's name open a summary. */
    public static final int SUMMARY_NAME = 120;

    /** So many different database types of a report are known by name. */
    private static final int TYPES = 8;

    public Verdict {
        requireNonNull(id, "id");
        requireNonNull(outcome, "outcome");
        requireNonNull(summary, "summary");
        requireNonNull(ref, "ref");
        requireNonNull(state, "state");
        VendorNumbers.requireProgress(progress);
        requireNonNull(createdTime, "createdTime");
        requireNonNull(updatedTime, "updatedTime");
        requireNonNull(completedTime, "completedTime");
        requireNonNull(observedAt, "observedAt");
        instances = List.copyOf(instances);
        requireNonNull(problem, "problem");
        requireNonNull(requestId, "requestId");
        requireNonNull(rawResult, "rawResult");
        tally = tally == null ? Tally.of(instances) : tally; // as in the rows of older versions
    }

    /** A verdict on a report that lists all it has. */
    public Verdict(
            String id,
            Outcome outcome,
            String summary,
            PrecheckRef ref,
            Optional<String> state,
            OptionalInt progress,
            Optional<Instant> createdTime,
            Optional<Instant> updatedTime,
            Optional<Instant> completedTime,
            Instant observedAt,
            List<InstanceReport> instances,
            Optional<Problem> problem,
            Optional<String> requestId,
            Optional<String> rawResult) {
        this(
                id,
                outcome,
                summary,
                ref,
                state,
                progress,
                createdTime,
                updatedTime,
                completedTime,
                observedAt,
                instances,
                problem,
                requestId,
                rawResult,
                Tally.of(instances));
    }

    /** The database types that the report names, each once and separated by commas; empty: none. */
    public Optional<String> sourceType() {
        String types = instances.stream()
                .flatMap(instance -> instance.sourceType().stream())
                .map(SourceType::word)
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(TYPES)
                .collect(Collectors.joining(","));
        return Optional.of(types).filter(text -> !text.isEmpty());
    }

    /** How many items the report has. */
    public int checks() {
        return tally.checks();
    }

    /** How many of them passed. */
    public int passed() {
        return tally.passed();
    }

    /** What the report has beyond what {@link #instances} list. */
    public Tally unlisted() {
        return tally.without(Tally.of(instances));
    }
}
