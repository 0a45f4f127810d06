package io.github.precheckwatcher.notify.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times and durations as people say them. */
final class TimeFormatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private TimeFormatter() {}

    /** {@code 2026-11-24 16:15:30 +08:00}. */
    static String at(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    /** {@code 3 min 12 s}; parts of a second only below one. */
    static String took(Duration took, Translations translations) {
        if (took.compareTo(Duration.ofSeconds(1)) < 0) {
            return translations.with("milliseconds", Math.max(0, took.toMillis()));
        }
        var parts = new ArrayList<String>();
        add(parts, "hours", took.toHours(), translations);
        add(parts, "minutes", took.toMinutesPart(), translations);
        add(parts, "seconds", took.toSecondsPart(), translations);
        return String.join(" ", parts);
    }

    private static void add(List<String> parts, String unit, long count, Translations translations) {
        if (count > 0) {
            parts.add(translations.with(unit, count));
        }
    }

    /** {@code two hours ago}, in the largest unit of which there are at least one; from two days on in days. */
    static String ago(Duration since, Translations translations) {
        if (since.compareTo(Duration.ofMinutes(1)) < 0) {
            return translations.get("momentsAgo");
        }
        if (since.compareTo(Duration.ofHours(1)) < 0) {
            return ago("minute", since.toMinutes(), translations);
        }
        if (since.compareTo(Duration.ofDays(2)) < 0) {
            return ago("hour", since.toHours(), translations);
        }
        return ago("day", since.toDays(), translations);
    }

    private static String ago(String unit, long count, Translations translations) {
        List<String> numbers = List.of(translations.get("numbers").split(" "));
        String number = count <= numbers.size() ? numbers.get((int) count - 1) : Long.toString(count);
        return translations.with(unit + (count == 1 ? "Ago" : "sAgo"), number);
    }
}
