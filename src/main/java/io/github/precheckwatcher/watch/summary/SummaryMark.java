package io.github.precheckwatcher.watch.summary;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How far the daily summaries have come: one row, shared by all nodes.
 *
 * @param version rises with each change; whoever changes the row names the one that it has read
 * @param day the last day that has its summary, or needs none; in {@code zone}
 * @param zone the time zone of that day, as the tz database names it
 * @param dueAt when that day's summary was due
 * @param until when the last one was made: the next one says that it counts from there
 * @param entry the last entry of the history that was counted, >= 0
 */
public record SummaryMark(long version, LocalDate day, String zone, Instant dueAt, Instant until, long entry) {
    public SummaryMark {
        requireNonNull(day, "day");
        requireNonNull(zone, "zone");
        requireNonNull(dueAt, "dueAt");
        requireNonNull(until, "until");
    }
}
