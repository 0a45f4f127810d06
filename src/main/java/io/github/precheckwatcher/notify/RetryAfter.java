package io.github.precheckwatcher.notify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header {@code Retry-After}: seconds or an HTTP date (RFC 9110, 10.2.3). Pure. */
public final class RetryAfter {
    private RetryAfter() {}

    /** How long from now; a date gone by is zero; empty for anything that the RFC does not know. */
    public static Optional<Duration> parse(String header, Instant now) {
        String value = header.strip();
        if (value.matches("[0-9]+")) {
            // a number that no clock reaches is a long wait, not nonsense: who obeys bounds it
            return Optional.of(Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
