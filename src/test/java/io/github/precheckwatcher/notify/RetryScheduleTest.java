package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.notify.AttemptResult.Paused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private static final Instant T0 = Instant.parse("2026-11-24T08:00:00Z");
    private static final RandomGenerator NONE = () -> 0;
    private static final Duration BAN = Duration.ofMinutes(30);
    private final RetrySchedule schedule = new RetrySchedule(
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2)),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15));

    @Test
    void the_steps_are_taken_in_order_and_the_last_repeats() {
        var waits = new ArrayList<Duration>();
        Instant now = T0;
        for (int attempts = 1; ; attempts++) {
            Optional<Instant> next = schedule.next(attempts, now, T0, NONE);
            if (next.isEmpty()) {
                break;
            }
            waits.add(Duration.between(now, next.get()));
            now = next.get();
        }
        assertThat(waits.subList(0, 5))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2));
        assertThat(now).as("one last attempt when max-age is reached").isEqualTo(T0.plus(Duration.ofMinutes(10)));
    }

    @Test
    void up_to_a_tenth_of_the_step_is_added() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            Duration wait =
                    Duration.between(T0, schedule.next(2, T0, T0, random).orElseThrow());
            assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
        }
    }

    @Test
    void a_delivery_dies_after_an_attempt_at_or_beyond_max_age() {
        assertThat(schedule.next(1, T0.plus(Duration.ofMinutes(10)), T0, NONE)).isEmpty();
        assertThat(schedule.next(1, T0.plus(Duration.ofDays(3)), T0, NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "60, 60", "900, 900", "901, 900", "999999999, 900", "-5, 1"})
    void a_receiver_is_obeyed_within_bounds(long asked, long obeyed) {
        assertThat(schedule.pause(asked(asked), BAN, 1)).isEqualTo(Duration.ofSeconds(obeyed));
    }

    @Test
    void a_platforms_ban_lasts_for_the_rate_limit_pause_however_long_that_is() {
        var banned = new Paused(200, Optional.empty(), Optional.of("errcode 130101"), true);
        assertThat(schedule.pause(banned, BAN, 1)).isEqualTo(BAN);
        assertThat(schedule.pause(banned, BAN, 7)).isEqualTo(BAN);
        var until = new Paused(429, Optional.of(Duration.ofSeconds(7)), Optional.of("code 99991400"), true);
        assertThat(schedule.pause(until, BAN, 1)).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 16", "11, 1024", "12, 1800", "1000000, 1800"})
    void a_receiver_that_names_no_time_is_asked_less_and_less_up_to_the_rate_limit_pause(int inARow, long pause) {
        assertThat(schedule.pause(new Paused(429, Optional.empty()), BAN, inARow))
                .isEqualTo(Duration.ofSeconds(pause));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 2, 2", "0, 5, 16", "30, 5, 30", "0, 10, 512", "0, 11, 900", "0, 1000000, 900"})
    void a_receiver_that_asks_again_and_again_is_asked_less_and_less(long asked, int inARow, long obeyed) {
        assertThat(schedule.pause(asked(asked), BAN, inARow)).isEqualTo(Duration.ofSeconds(obeyed));
    }

    private static Paused asked(long seconds) {
        return new Paused(429, Optional.of(Duration.ofSeconds(seconds)));
    }

    @Test
    void steps_and_bounds_are_above_zero() {
        var second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new RetrySchedule(List.of(), second, second)).hasMessageContaining("one step");
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ZERO), second, second))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new RetrySchedule(List.of(second), Duration.ofSeconds(-1), second))
                .hasMessageContaining("maxAge");
        assertThatThrownBy(() -> new RetrySchedule(List.of(second), second, Duration.ZERO))
                .hasMessageContaining("retryAfterMax");
    }
}
