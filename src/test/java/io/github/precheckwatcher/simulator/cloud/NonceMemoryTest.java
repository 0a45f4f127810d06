package io.github.precheckwatcher.simulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {
    private static final Instant START = Instant.parse("2024-01-02T03:04:05Z");

    private final NonceMemory nonces = new NonceMemory(START);

    @Test
    void a_nonce_is_remembered_for_a_quarter_of_an_hour_whenever_it_came() {
        for (int minute = 0; minute < 60; minute++) {
            Instant then = START.plus(Duration.ofMinutes(minute));
            NonceMemory memory = new NonceMemory(START);
            memory.add("other", START.plus(Duration.ofMinutes(minute / 2)));

            assertThat(memory.add("once", then)).isTrue();
            assertThat(memory.add("once", then.plus(Duration.ofMinutes(15))))
                    .as("minute " + minute)
                    .isFalse();
        }
    }

    @Test
    void a_nonce_is_forgotten_after_half_an_hour() {
        nonces.add("once", START);
        nonces.add("other", START.plus(Duration.ofMinutes(16)));

        assertThat(nonces.add("once", START.plus(Duration.ofMinutes(31)))).isTrue();
    }

    @Test
    void a_hundred_thousand_nonces_are_told_apart() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(nonces.add("nonce-" + i, START)).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(nonces.add("nonce-" + i, START)).isFalse();
        }
    }
}
