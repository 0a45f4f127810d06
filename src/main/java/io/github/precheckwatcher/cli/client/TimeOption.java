package io.github.precheckwatcher.cli.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Option;

/** How times are shown to people: from now, or as they are. */
public final class TimeOption {
    private static final long SECONDS_OF_MINUTES = 120;
    private static final long MINUTES_OF_HOURS = 120;
    private static final long HOURS_OF_DAYS = 48;

    @Option(names = "--absolute", description = "show times as they are with their offset, not from now")
    private boolean absolute;

    /** For example {@code in 14s}, {@code 3m ago}, {@code 2026-11-24T16:15:30+08:00} in the clock's zone. */
    public String text(Instant time, Clock clock) {
        return text(time, clock.instant(), clock.getZone());
    }

    private String text(Instant time, Instant now, ZoneId zone) {
        if (absolute) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    time.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime());
        }
        Duration from = Duration.between(now, time);
        String span = span(from.abs());
        return from.isNegative() ? span + " ago" : "in " + span;
    }

    private static String span(Duration span) {
        if (span.toSeconds() < SECONDS_OF_MINUTES) {
            return span.toSeconds() + "s";
        }
        if (span.toMinutes() < MINUTES_OF_HOURS) {
            return span.toMinutes() + "m";
        }
        return span.toHours() < HOURS_OF_DAYS ? span.toHours() + "h" : span.toDays() + "d";
    }
}
