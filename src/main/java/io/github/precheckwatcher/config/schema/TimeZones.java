package io.github.precheckwatcher.config.schema;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;

/** Names of time zones as Java and the tz database have them: {@code Asia/Shanghai}, {@code +08:00}, {@code UTC}. */
public final class TimeZones {
    private TimeZones() {}

    /** The zone of that name, or what is wrong with it. */
    public static Parsed<ZoneId> read(ConfigValue written) {
        try {
            return new Parsed.Good<>(ZoneId.of(written.text()));
        } catch (DateTimeException e) {
            return new Parsed.Bad<>(written.shown() + " is no time zone like Asia/Shanghai or +08:00"
                    + (written.hidden() ? "" : hint(written.text())));
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
