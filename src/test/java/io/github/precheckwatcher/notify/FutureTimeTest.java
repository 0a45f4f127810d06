package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FutureTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Duration WAIT = Duration.ofMinutes(5);

    @Test
    void a_time_that_could_have_been_planned_holds_until_it_is_reached() {
        assertThat(FutureTime.holds(NOW.plus(WAIT), NOW, WAIT)).isTrue();
        assertThat(FutureTime.holds(NOW.plus(WAIT).plusSeconds(60), NOW, WAIT)).isTrue();
        assertThat(FutureTime.holds(NOW, NOW, WAIT)).isFalse();
        assertThat(FutureTime.holds(Instant.MIN, NOW, WAIT)).isFalse();
    }

    @Test
    void a_time_further_ahead_than_any_plan_and_the_difference_of_right_clocks_is_wrong() {
        Instant wrong = NOW.plus(WAIT).plusSeconds(60).plusNanos(1);

        assertThat(FutureTime.isWrong(wrong, NOW, WAIT)).isTrue();
        assertThat(FutureTime.holds(wrong, NOW, WAIT)).isFalse();
        assertThat(FutureTime.broughtBack(wrong, NOW, WAIT)).isEqualTo(NOW);
    }

    @Test
    void a_time_that_may_be_right_or_is_past_stays() {
        assertThat(FutureTime.broughtBack(NOW.plus(WAIT), NOW, WAIT)).isEqualTo(NOW.plus(WAIT));
        assertThat(FutureTime.broughtBack(NOW.minus(WAIT), NOW, WAIT)).isEqualTo(NOW.minus(WAIT));
    }
}
