package io.github.precheckwatcher.notify.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times and durations as people say them. Pure. */
final class TimeFormatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private TimeFormatter() {}

    /** {@code 2026-11-24 16:15:30 +08:00}. */
    static String at(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    /** {@code 3 min 12 s}; parts of a second only below one. */
    static String took(Duration took, Translations words) {
        if (took.compareTo(Duration.ofSeconds(1)) < 0) {
            return words.with("milliseconds", Math.max(0, took.toMillis()));
        }
        var parts = new ArrayList<String>();
        add(parts, "hours", took.toHours(), words);
        add(parts, "minutes", took.toMinutesPart(), words);
        add(parts, "seconds", took.toSecondsPart(), words);
        return String.join(" ", parts);
    }

    private static void add(List<String> parts, String unit, long count, Translations words) {
        if (count > 0) {
            parts.add(words.with(unit, count));
        }
    }

    /** {@code two hours ago}, in the largest unit of which there are at least one; from two days on in days. */
    static String ago(Duration since, Translations words) {
        if (since.compareTo(Duration.ofMinutes(1)) < 0) {
            return words.get("momentsAgo");
        }
        if (since.compareTo(Duration.ofHours(1)) < 0) {
            return ago("minute", since.toMinutes(), words);
        }
        if (since.compareTo(Duration.ofDays(2)) < 0) {
            return ago("hour", since.toHours(), words);
        }
        return ago("day", since.toDays(), words);
    }

    private static String ago(String unit, long count, Translations words) {
        List<String> numbers = List.of(words.get("numbers").split(" "));
        String number = count <= numbers.size() ? numbers.get((int) count - 1) : Long.toString(count);
        return words.with(unit + (count == 1 ? "Ago" : "sAgo"), number);
    }
}
