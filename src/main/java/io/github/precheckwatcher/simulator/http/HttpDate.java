package io.github.precheckwatcher.simulator.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the {@code Date} header (RFC 9110, 5.6.7), formatting each second once. Not thread safe. */
public final class HttpDate {
    // not RFC_1123_DATE_TIME: that writes the day without its leading zero
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private long second = Long.MIN_VALUE;
    private String text = "";

    public String at(Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            text = FORM.format(now.atOffset(ZoneOffset.UTC));
        }
        return text;
    }
}
