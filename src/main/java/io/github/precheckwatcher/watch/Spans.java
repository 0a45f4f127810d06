package io.github.precheckwatcher.watch;

import java.time.Duration;

/** How spans of time are written for people: {@code 3m12s}, {@code 1h}, {@code 850ms}. */
public final class Spans {
    private Spans() {}

    /** The two or three units that matter; a negative span counts as none. */
    public static String text(Duration span) {
        if (span.isNegative() || span.isZero()) {
            return "0s";
        }
        if (span.compareTo(Duration.ofSeconds(1)) < 0) {
            return Math.max(1, span.toMillis()) + "ms";
        }
        StringBuilder text = new StringBuilder();
        append(text, span.toDays(), "d");
        append(text, span.toHoursPart(), "h");
        append(text, span.toMinutesPart(), "m");
        append(text, span.toSecondsPart(), "s");
        return text.toString();
    }

    private static void append(StringBuilder text, long value, String unit) {
        if (value == 0) {
            return;
        }
        text.append(text.isEmpty() || value > 9 ? "" : "0").append(value).append(unit);
    }
}
