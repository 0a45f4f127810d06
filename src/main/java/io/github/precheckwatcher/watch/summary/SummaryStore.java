package io.github.precheckwatcher.watch.summary;

import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.WatchSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Port: what summaries are made of, and how far they have come. All methods block; call them on worker threads. Each is
 * one transaction. Thread safe, and safe beside other nodes on the same database.
 */
public interface SummaryStore {
    /** The row; empty: no summary was ever wanted. */
    Optional<SummaryMark> mark();

    /** Writes the row unless there is one. */
    void begin(SummaryMark first);

    /**
     * The newest entry of the history that can be seen; 0: there is none. An older one may come to be seen for as long as
     * the transaction lasts that writes it.
     */
    long newestEntry();

    /**
     * What a summary reports of the entries after {@code last.entry()} up to {@code newest}, and of the watches that run
     * now.
     *
     * @param last how far the summaries have come
     * @param until the time that this one is made
     * @param attention at most so many verdicts that need attention are listed, > 0
     * @param oldest at most so many running watches are listed, > 0
     */
    WatchSummary read(SummaryMark last, long newest, Instant until, int attention, int oldest);

    /**
     * Writes the row and these deliveries, if the row is still of that version.
     *
     * @param next its version is ignored
     * @return whether it was; if not, nothing is written: another node was first
     */
    boolean advance(long version, SummaryMark next, List<NewDelivery> deliveries);
}
