package io.github.precheckwatcher.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "17, 17", "' 17 ', 17", "99999999999999999999, 999999999"})
    void seconds_are_read(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void a_date_is_read_and_one_gone_by_is_no_wait() {
        assertThat(RetryAfter.parse("Tue, 24 Nov 2026 08:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("Mon, 23 Nov 2026 08:01:30 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Tuesday, 24-Nov-26 08:01:30 GMT", "Tue Nov 24 08:01:30 2026", "Tue, 24 Nov 2026 08:01:30 GMT"})
    void all_three_forms_of_an_http_date_are_read(String header) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(90));
    }

    @Test
    void the_day_of_an_asctime_date_may_stand_behind_a_space() {
        assertThat(RetryAfter.parse("Sun Dec  6 08:00:00 2026", NOW)).contains(Duration.ofDays(12));
    }

    @Test
    void two_digits_of_a_year_more_than_fifty_years_ahead_lie_in_the_past() {
        assertThat(RetryAfter.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("Saturday, 24-Nov-35 08:00:00 GMT", NOW).orElseThrow())
                .isGreaterThan(Duration.ofDays(3_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wednesday, 24-Nov-26 08:01:30 GMT",
                "Tue Nov 24 08:01:30",
                "Tuesday, 24-Nov-26 08:01:30 CET",
                "",
                "-1",
                "1.5",
                "soon",
                "1s",
                "٣",
                "Tue, 99 Nov 2026 08:01:30 GMT"
            })
    void nonsense_is_nothing(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void a_date_is_held_against_the_date_of_the_answer_whatever_our_clock_says() {
        String answered = "Tue, 24 Nov 2026 10:15:30 GMT";
        String later = "Tue, 24 Nov 2026 10:16:00 GMT";
        Instant ours = Instant.parse("2026-11-24T08:15:30Z");

        assertThat(RetryAfter.parse(later, Optional.of(answered), ours)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse(later, Optional.of("yesterday"), ours)).contains(Duration.ofSeconds(7_230));
        assertThat(RetryAfter.parse(later, Optional.empty(), ours)).contains(Duration.ofSeconds(7_230));
        assertThat(RetryAfter.parse("45", Optional.of(answered), ours)).contains(Duration.ofSeconds(45));
    }
}
