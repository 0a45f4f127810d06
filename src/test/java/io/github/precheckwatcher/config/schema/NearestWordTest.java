package io.github.precheckwatcher.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
    private static final List<String> KEYS = List.of(
            "interval", "min-interval", "max-interval", "deadline", "lease", "policy", "max-consecutive-errors", "url");

    @ParameterizedTest
    @CsvSource({
        "intervall,interval",
        "itnerval,interval",
        "minInterval,min-interval",
        "MIN_INTERVAL,min-interval",
        "max-intervall,max-interval",
        "deadlines,deadline",
        "maxConsecutiveErrors,max-consecutive-errors",
        "ulr,url",
    })
    void a_typo_finds_the_key_that_was_meant(String written, String meant) {
        assertThat(NearestWord.to(written, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"frobnicate", "x", "u", "gap"})
    void what_is_far_from_all_keys_finds_none(String written) {
        assertThat(NearestWord.to(written, KEYS)).isEmpty();
    }

    @Test
    void the_nearer_of_two_is_found() {
        assertThat(NearestWord.to("max-interval ", List.of("mix-interval", "max-interval")))
                .contains("max-interval");
    }
}
