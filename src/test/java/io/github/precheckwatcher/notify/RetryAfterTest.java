package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
    @ValueSource(strings = {"", "-1", "1.5", "soon", "1s", "٣", "Tue, 99 Nov 2026 08:01:30 GMT"})
    void nonsense_is_nothing(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
