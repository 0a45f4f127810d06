package io.github.precheckwatcher.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockSampleTest {
    private static final Instant ASKED = Instant.parse("2026-11-30T08:00:00Z");

    @Test
    void a_clock_that_was_read_between_question_and_answer_may_be_right() {
        ClockSample sample = ClockSample.of(ASKED, ASKED.plusMillis(3), ASKED.plusMillis(10));

        assertThat(sample.least()).isEqualTo(Duration.ofMillis(-7));
        assertThat(sample.most()).isEqualTo(Duration.ofMillis(3));
        assertThat(sample.needed()).isZero();
    }

    @Test
    void a_slow_answer_says_nothing_wrong() {
        assertThat(ClockSample.of(ASKED, ASKED, ASKED.plusSeconds(30)).needed()).isZero();
        assertThat(ClockSample.of(ASKED, ASKED.plusSeconds(30), ASKED.plusSeconds(30))
                        .needed())
                .isZero();
    }

    @Test
    void what_is_needed_is_the_smallest_correction_that_can_be_right() {
        assertThat(ClockSample.of(ASKED, ASKED.plusSeconds(60), ASKED.plusSeconds(1))
                        .needed())
                .isEqualTo(Duration.ofSeconds(59));
        assertThat(ClockSample.of(ASKED, ASKED.minusSeconds(60), ASKED.plusSeconds(1))
                        .needed())
                .isEqualTo(Duration.ofSeconds(-60));
    }

    @Test
    void samples_agree_on_what_all_of_them_allow_or_contradict_each_other() {
        ClockSample wide = new ClockSample(Duration.ofSeconds(-5), Duration.ofSeconds(5));
        ClockSample right = new ClockSample(Duration.ofSeconds(1), Duration.ofSeconds(9));
        ClockSample other = new ClockSample(Duration.ofSeconds(7), Duration.ofSeconds(9));

        assertThat(ClockSample.agreed(List.of(wide, right)))
                .contains(new ClockSample(Duration.ofSeconds(1), Duration.ofSeconds(5)));
        assertThat(ClockSample.agreed(List.of(wide, right, other))).isEmpty();
    }
}
