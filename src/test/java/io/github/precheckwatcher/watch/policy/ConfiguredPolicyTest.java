package io.github.precheckwatcher.watch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.Watches;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfiguredPolicyTest {
    private final ConfiguredPolicy policy = new ConfiguredPolicy(new Random(5));

    @Test
    void a_fixed_interval_is_obeyed_to_the_letter_even_outside_the_gaps() {
        PollSettings settings = new PollSettings(
                PollPolicyKind.FIXED, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(60), 3);

        for (int polls = 1; polls < 50; polls++) {
            assertThat(gap(settings, polls)).isEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void backoff_begins_near_its_interval_and_grows_to_its_longest_gap() {
        PollSettings settings = backoff(5, 1, 60);

        assertThat(gap(settings, 1)).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
        assertThat(gap(settings, 2)).isBetween(Duration.ofMillis(6750), Duration.ofMillis(8250));
        assertThat(gap(settings, 1000)).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(60));
    }

    @Test
    void backoff_stays_within_its_gaps_whatever_the_interval() {
        for (int polls = 1; polls < 200; polls++) {
            assertThat(gap(backoff(1, 3, 7), polls)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(7));
            assertThat(gap(backoff(900, 3, 7), polls)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(7));
        }
    }

    @Test
    void watches_registered_together_drift_apart() {
        long distinct = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> gap(backoff(5, 1, 60), 1))
                .distinct()
                .count();

        assertThat(distinct).isGreaterThan(90);
    }

    private Duration gap(PollSettings settings, int polls) {
        Watch watch = Watches.watch().polling(settings).polls(polls).build();
        return policy.nextGap(watch, Watches.START);
    }

    private static PollSettings backoff(long interval, long min, long max) {
        return new PollSettings(
                PollPolicyKind.BACKOFF,
                Duration.ofSeconds(interval),
                Duration.ofSeconds(min),
                Duration.ofSeconds(max),
                3);
    }
}
