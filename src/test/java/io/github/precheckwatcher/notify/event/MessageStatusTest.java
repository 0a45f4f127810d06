package io.github.precheckwatcher.notify.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.event.OperatorEvent.Severity;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageStatusTest {
    @Test
    void each_outcome_and_each_severity_is_a_status_of_its_own_name() {
        for (Outcome outcome : Outcome.values()) {
            assertThat(MessageStatus.of(outcome).name()).isEqualTo(outcome.name());
            assertThat(MessageStatus.of(outcome).outcome()).contains(outcome);
        }
        for (Severity severity : Severity.values()) {
            assertThat(MessageStatus.of(severity).name()).isEqualTo(severity.name());
        }
    }

    @Test
    void no_two_are_equally_severe_and_news_that_only_informs_comes_last() {
        assertThat(Stream.of(MessageStatus.values()).sorted(MessageStatus.MOST_SEVERE_FIRST))
                .extracting(MessageStatus::name)
                .containsExactly(
                        "FAILED",
                        "ERROR",
                        "UNKNOWN",
                        "ABANDONED",
                        "TIMED_OUT",
                        "WARNING",
                        "PASSED",
                        "CANCELLED",
                        "INFO");
        assertThat(Stream.of(Outcome.values()).map(Outcome::rank)).doesNotHaveDuplicates();
    }

    @Test
    void a_name_of_no_status_is_found_empty() {
        assertThat(MessageStatus.find("INFO")).contains(MessageStatus.INFO);
        assertThat(MessageStatus.find("info")).isEmpty();
    }
}
