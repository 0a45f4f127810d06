package io.github.precheckwatcher.registration.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileSettlingTest {
    private final FileSettling settling = new FileSettling("start");

    @Test
    void files_that_are_as_they_were_are_not_read() {
        assertThat(IntStream.range(0, 100).filter(look -> settling.isDue("start")))
                .isEmpty();
    }

    @Test
    void a_change_is_read_once_a_second_look_finds_the_same() {
        assertThat(settling.isDue("a")).isFalse();
        assertThat(settling.isDue("b")).isFalse();
        assertThat(settling.isDue("b")).isTrue();
        settling.tried("b", false);

        assertThat(settling.isDue("b")).isFalse();
    }

    @Test
    void what_changes_at_each_of_ten_looks_is_read_then() {
        for (int look = 1; look <= 10; look++) {
            assertThat(settling.isDue("v" + look)).as("look %d", look).isFalse();
            assertThat(settling.isImpatient()).isFalse();
        }

        assertThat(settling.isDue("v11")).isTrue();
        assertThat(settling.isImpatient()).isTrue();
    }

    @Test
    void what_is_taken_back_before_it_is_read_is_no_change() {
        settling.isDue("a");
        assertThat(settling.isDue("start")).isFalse();
        assertThat(settling.isDue("a")).isFalse();
        assertThat(settling.isDue("a")).isTrue();
    }

    @Test
    void what_was_refused_is_read_again_at_every_tenth_look_and_what_was_taken_is_not() {
        settling.tried("bad", true);
        assertThat(IntStream.rangeClosed(1, 20).filter(look -> settling.isDue("bad")))
                .containsExactly(10, 20);

        settling.tried("good", false);
        assertThat(IntStream.rangeClosed(1, 20).filter(look -> settling.isDue("good")))
                .isEmpty();
    }
}
