package io.github.precheckwatcher.notify.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the header {@code Retry-After}: seconds or an HTTP date in any of its three forms (RFC 9110, 10.2.3, 5.6.7). */
public final class RetryAfter {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.RFC_1123_DATE_TIME;
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /**
     * How long from now; a date gone by is zero; empty for anything that the RFC does not know.
     *
     * @param answeredAt the answer's own {@code Date}, where it has one: whoever names a date means their own clock, and
     *     ours may differ from it
     */
    public static Optional<Duration> parse(String header, Optional<String> answeredAt, Instant now) {
        return parse(header, answeredAt.flatMap(date -> date(date.strip(), now)).orElse(now));
    }

    /** As {@link #parse(String, Optional, Instant)}, of an answer without a {@code Date}. */
    public static Optional<Duration> parse(String header, Instant now) {
        String value = header.strip();
        if (value.matches("[0-9]+")) {
            // a number that no clock reaches is a long wait, not nonsense: who obeys bounds it
            return Optional.of(Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
        }
        return date(value, now).map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
    }

    private static Optional<Instant> date(String value, Instant now) {
        for (DateTimeFormatter form : List.of(IMF_FIXDATE, rfc850(now), ASCTIME)) {
            try {
                return Optional.of(Instant.from(form.parse(value)));
            } catch (DateTimeException e) {
                // not in this form
            }
        }
        return Optional.empty();
    }

    /** Its two digits of a year are of the years around now: a date more than 50 years ahead lies in the past. */
    private static DateTimeFormatter rfc850(Instant now) {
        LocalDate first = now.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(49);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }
}
