package io.github.precheckwatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult.Paused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestAnswerTest {
    @Test
    void a_platforms_limit_is_reported_with_its_code_and_how_long_it_lasts() {
        var limit = new Paused(200, Optional.of(Duration.ofMinutes(10)), Optional.of("errcode 130101: send too fast"));

        assertThat(TestAnswer.of("ops", limit).error())
                .contains("errcode 130101: send too fast: the receiver asks to wait for 600 s");
        assertThat(TestAnswer.of("ops", new Paused(429, Optional.empty())).error())
                .contains("the receiver asks to wait");
    }
}
