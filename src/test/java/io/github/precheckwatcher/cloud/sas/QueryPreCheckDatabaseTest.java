package io.github.precheckwatcher.cloud.sas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryPreCheckDatabaseTest {
    @ParameterizedTest
    @CsvSource({
        "created, RUNNING, false",
        "' COMPLETED ', ENDED, true",
        "Error, BROKEN, true",
        "'', UNHEARD_OF, false",
        "pending, UNHEARD_OF, false",
    })
    void a_state_word_is_read_without_regard_to_case_and_white_space(String raw, Phase expected, boolean terminal) {
        assertThat(QueryPreCheckDatabase.phase(raw)).isEqualTo(expected);
        assertThat(QueryPreCheckDatabase.phase(raw).terminal()).isEqualTo(terminal);
    }

    @Test
    void an_absent_state_word_is_unheard_of() {
        assertThat(QueryPreCheckDatabase.phase(null)).isEqualTo(Phase.UNHEARD_OF);
    }
}
