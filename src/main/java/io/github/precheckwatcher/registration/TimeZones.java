package io.github.precheckwatcher.registration;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;

/** Names of time zones as Java and the tz database have them: {@code Asia/Shanghai}, {@code +08:00}, {@code UTC}. */
final class TimeZones {
    private TimeZones() {}

    /** What is wrong with a name; empty when nothing is. */
    static Optional<String> problem(String text, boolean hidden) {
        try {
            ZoneId.of(text);
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of(Shown.value(text, hidden) + " is no time zone like Asia/Shanghai or +08:00"
                    + (hidden ? "" : hint(text)));
        }
    }

    /** The zone of a city, or the one that is spelt nearly so. */
    private static String hint(String text) {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.substring(zone.lastIndexOf('/') + 1).equalsIgnoreCase(text.replace(' ', '_')))
                .min(Comparator.naturalOrder())
                .map(zone -> "; did you mean " + zone + "?")
                .orElseGet(() -> NearestWord.hint(text, ZoneId.getAvailableZoneIds()));
    }
}
