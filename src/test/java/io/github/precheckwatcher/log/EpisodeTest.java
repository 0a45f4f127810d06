package io.github.precheckwatcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EpisodeTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final Episode episode = new Episode(Duration.ZERO);
    private final Episode comingAndGoing = new Episode(QUIET);

    @Test
    void it_is_logged_when_it_begins_for_each_further_cause_and_when_it_ends() {
        assertThat(episode.occurs("refused", NOW)).isTrue();
        assertThat(episode.occurs("refused", NOW.plusSeconds(1))).isFalse();
        assertThat(episode.occurs("timeout", NOW.plusSeconds(2))).isTrue();
        assertThat(episode.occurs("refused", NOW.plusSeconds(3))).isFalse();
        assertThat(episode.since()).contains(NOW);

        assertThat(episode.end(NOW.plusSeconds(60))).contains(Duration.ofSeconds(60));
        assertThat(episode.end(NOW.plusSeconds(61))).isEmpty();
        assertThat(episode.since()).isEmpty();
        assertThat(episode.occurs("refused", NOW.plusSeconds(62)))
                .as("another one")
                .isTrue();
    }

    @Test
    void a_cause_that_comes_and_goes_is_logged_once_in_a_while_and_its_end_as_often() {
        assertThat(comingAndGoing.occurs("refused", NOW)).isTrue();
        assertThat(comingAndGoing.end(NOW)).isPresent();
        Instant soon = NOW.plus(QUIET).minusMillis(1);
        assertThat(comingAndGoing.occurs("refused", soon)).isFalse();
        assertThat(comingAndGoing.end(soon)).as("nobody read that it began").isEmpty();
        assertThat(comingAndGoing.occurs("refused", NOW.plus(QUIET))).isTrue();
    }

    @Test
    void an_episode_that_began_unlogged_is_logged_once_the_quiet_time_is_over() {
        comingAndGoing.occurs("refused", NOW);
        comingAndGoing.end(NOW);
        assertThat(comingAndGoing.occurs("refused", NOW.plusSeconds(9))).isFalse();

        assertThat(comingAndGoing.occurs("refused", NOW.plus(QUIET))).isTrue();
        assertThat(comingAndGoing.end(NOW.plus(QUIET))).contains(QUIET.minusSeconds(9));
    }

    @Test
    void however_long_it_lasts_a_cause_is_logged_once() {
        for (int hour = 0; hour < 48; hour++) {
            Instant at = NOW.plus(Duration.ofHours(hour));
            assertThat(comingAndGoing.occurs("refused", at)).isEqualTo(hour == 0);
            assertThat(comingAndGoing.occurs("timeout", at)).isEqualTo(hour == 0);
        }
    }

    @Test
    void a_clock_that_stood_ahead_keeps_nothing_quiet() {
        comingAndGoing.occurs("refused", NOW.plus(Duration.ofDays(1)));
        comingAndGoing.end(NOW.plus(Duration.ofDays(1)));
        assertThat(comingAndGoing.occurs("refused", NOW)).isTrue();
    }

    @Test
    void causes_that_differ_each_time_do_not_fill_the_log() {
        int logged = 0;
        for (int i = 0; i < 1_000; i++) {
            logged += episode.occurs("error " + i, NOW) ? 1 : 0;
        }
        assertThat(logged).isEqualTo(50);
    }

    @Test
    void a_cause_that_is_no_failure_of_its_own_begins_nothing() {
        assertThat(comingAndGoing.isNews("not sent", NOW)).isTrue();
        assertThat(comingAndGoing.isNews("not sent", NOW.plusSeconds(1))).isFalse();
        assertThat(comingAndGoing.since()).isEmpty();
        assertThat(comingAndGoing.end(NOW.plusSeconds(2))).isEmpty();
    }

    @Test
    void what_its_owner_logged_is_over_with_a_line() {
        episode.begin(NOW);
        assertThat(episode.end(NOW.plusSeconds(1))).isEmpty();
        episode.begin(NOW);
        episode.logged();
        assertThat(episode.end(NOW.plusSeconds(1))).contains(Duration.ofSeconds(1));
    }

    @Test
    void it_is_forgotten_when_it_is_over_and_may_be_logged_again() {
        assertThat(comingAndGoing.isForgotten(NOW)).isTrue();
        comingAndGoing.occurs("refused", NOW);
        assertThat(comingAndGoing.isForgotten(NOW.plus(QUIET))).as("it goes on").isFalse();
        comingAndGoing.end(NOW);
        assertThat(comingAndGoing.isForgotten(NOW.plusSeconds(1))).isFalse();
        assertThat(comingAndGoing.isForgotten(NOW.plus(QUIET))).isTrue();
    }
}
