package io.github.precheckwatcher.store.database;

import java.time.Duration;

/** How durations are kept: whole milliseconds. */
public final class StoredDurations {
    /** A hundred years: no deadline needs more, and a time that far ahead still fits every column. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private StoredDurations() {}

    /** The duration as the store keeps it: what is above zero stays so, nothing is longer than a hundred years. */
    public static Duration kept(Duration duration) {
        return Duration.ofMillis(millis(duration));
    }

    static long millis(Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            return LONGEST.toMillis();
        }
        long millis = duration.toMillis();
        return millis == 0 && !duration.isZero() ? 1 : millis;
    }
}
