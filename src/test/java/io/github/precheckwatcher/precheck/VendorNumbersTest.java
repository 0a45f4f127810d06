package io.github.precheckwatcher.precheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "45, 45",
        "100, 100",
        "' 45 ', 45",
        "45.0, 45",
        "4.5e1, 45",
        "+45, 45",
        "99.99, 99",
        "0.9, 0",
        "101, 100",
        "99999999999999999999, 100",
        "1e99999999, 100",
        "-1, 0",
        "-1e99999999, 0",
        "1e-99999999, 0",
    })
    void a_progress_is_clamped_and_its_fraction_cut(String text, int expected) {
        assertThat(VendorNumbers.progress(text)).isEqualTo(OptionalInt.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1970-01-01T00:00:01Z",
        "1657524396, 2022-07-11T07:26:36Z",
        "'1671084106 ', 2022-12-15T06:01:46Z",
        "1.671084106E9, 2022-12-15T06:01:46Z",
        "1671084106.999, 2022-12-15T06:01:46Z",
        "253402300799, 9999-12-31T23:59:59Z",
    })
    void a_time_is_read_in_unix_seconds(String text, Instant expected) {
        assertThat(VendorNumbers.unixSeconds(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.5",
                "-1671084106",
                "253402300800",
                "1671084106000000",
                "9223372036854775808",
                "1e99999999",
                "1e-99999999",
                "-0"
            })
    void a_time_of_zero_or_below_or_beyond_rfc_3339_counts_as_absent(String text) {
        assertThat(VendorNumbers.unixSeconds(text)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "45%",
                "0x10",
                "1_000",
                "1,000",
                "NaN",
                "Infinity",
                ".5",
                "5.",
                "1e",
                "--1",
                "٤٥",
                "2022-12-17",
                "1e999999999",
                "1 2"
            })
    void what_is_no_number_counts_as_absent(String text) {
        assertThat(VendorNumbers.progress(text)).isEmpty();
        assertThat(VendorNumbers.unixSeconds(text)).isEqualTo(Optional.empty());
    }

    @Test
    void a_mebibyte_of_digits_takes_no_time() {
        String digits = "9".repeat(1 << 20);

        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            assertThat(VendorNumbers.progress(digits)).isEmpty();
            assertThat(VendorNumbers.unixSeconds(digits)).isEmpty();
        });
    }
}
