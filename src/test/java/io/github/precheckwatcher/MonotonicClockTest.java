package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {
    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");

    @Test
    void it_shows_the_time_of_its_start_and_what_has_gone_by() {
        AtomicLong nanos = new AtomicLong(42);
        MonotonicClock clock = new MonotonicClock(START, nanos::get);

        assertThat(clock.instant()).isEqualTo(START);
        nanos.addAndGet(1_500_000_000);
        assertThat(clock.instant()).isEqualTo(START.plusMillis(1_500));
    }

    @Test
    void the_overflow_of_the_nanoseconds_does_not_turn_it_back() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
        MonotonicClock clock = new MonotonicClock(START, nanos::get);

        nanos.addAndGet(1_000);

        assertThat(clock.instant()).isEqualTo(START.plusNanos(1_000));
    }
}
