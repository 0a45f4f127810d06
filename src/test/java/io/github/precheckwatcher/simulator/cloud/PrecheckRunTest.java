package io.github.precheckwatcher.simulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.simulator.script.Answer;
import io.github.precheckwatcher.simulator.script.Deviation;
import io.github.precheckwatcher.simulator.script.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrecheckRunTest {
    private static final Instant START = Instant.parse("2024-01-02T03:04:05Z");

    @Test
    void a_late_answer_says_what_is_true_when_it_is_given() throws Exception {
        PrecheckRun run =
                new PrecheckRun(CloudFixture.REF, Script.of(SourceType.MYSQL).lasting(Duration.ofMinutes(1)));
        run.next(START);

        PrecheckRun.Truth truth = run.truth(START.plusSeconds(60), "R", true);

        assertThat(truth.ended()).isTrue();
        assertThat(new ObjectMapper().readTree(truth.json()).path("Description").asText())
                .isEqualTo("completed");
    }

    @Test
    void the_first_deviation_that_means_a_call_is_taken() {
        PrecheckRun run = new PrecheckRun(
                CloudFixture.REF,
                Script.of(SourceType.MYSQL)
                        .deviating(Deviation.at(2, Answer.SERVER_ERROR).late(Duration.ofSeconds(3)))
                        .deviating(Deviation.always(Answer.NO_PERMISSION)));

        assertThat(run.next(START).answer()).hasValue(Answer.NO_PERMISSION);
        assertThat(run.next(START))
                .isEqualTo(new PrecheckRun.Turn(Duration.ofSeconds(3), Optional.of(Answer.SERVER_ERROR)));
        assertThat(run.next(START).answer()).hasValue(Answer.NO_PERMISSION);
    }
}
