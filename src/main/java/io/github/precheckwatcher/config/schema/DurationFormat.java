package io.github.precheckwatcher.config.schema;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Optional;

/** Durations as Quarkus writes them: {@code 5s}, {@code 1h30m}, {@code 250ms}, {@code 30d}, {@code PT30M}. */
public final class DurationFormat {
    private DurationFormat() {}

    /** The duration, or nothing when the text is none. */
    public static Optional<Duration> read(String text) {
        try {
            return Optional.ofNullable(DurationConverter.parseDuration(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The duration in the same short form, without parts that are zero. */
    public static String shown(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder shown = new StringBuilder();
        part(shown, duration.toDaysPart(), "d");
        part(shown, duration.toHoursPart(), "h");
        part(shown, duration.toMinutesPart(), "m");
        part(shown, duration.toSecondsPart(), "s");
        part(shown, duration.toMillisPart(), "ms");
        return shown.length() == 0 ? duration.toString() : shown.toString();
    }

    private static void part(StringBuilder shown, long count, String unit) {
        if (count != 0) {
            shown.append(count).append(unit);
        }
    }
}
