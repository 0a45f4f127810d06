package io.github.precheckwatcher.precheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.precheckwatcher.cloud.sas.ResultParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecheckValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_precheck_is_named_by_three_filled_parameters(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PrecheckRef(blank, "u", "r"));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrecheckRef("t", blank, "r"));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrecheckRef("t", "u", blank));
    }

    @ParameterizedTest
    @CsvSource({"MSSQL, MSSQL", "Oracle, ORACLE", "' mysql', MYSQL"})
    void a_source_type_is_read_as_the_vendor_spells_it_here_or_there(String raw, SourceType expected) {
        assertThat(SourceType.of(raw)).contains(expected);
        assertThat(SourceType.of(raw + "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void a_progress_outside_0_to_100_is_a_bug(int progress) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prechecks.running(progress));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LastSeen(
                        Optional.empty(),
                        OptionalInt.of(progress),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void last_seen_keeps_what_the_observation_said() {
        assertThat(LastSeen.of(Prechecks.running(45), Prechecks.OBSERVED))
                .isEqualTo(new LastSeen(
                        Optional.of("created"),
                        OptionalInt.of(45),
                        Optional.of(Prechecks.CREATED),
                        Optional.of(Prechecks.UPDATED),
                        Optional.of(Prechecks.REQUEST_ID),
                        Optional.of(Prechecks.OBSERVED)));
    }

    @Test
    void a_report_does_not_change_with_the_list_it_was_made_of() {
        List<InstanceReport> list = new ArrayList<>(List.of(Prechecks.instance("MYSQL")));
        PrecheckReport report = new PrecheckReport(list, true, Optional.empty());

        list.clear();

        assertThat(report.instances()).hasSize(1);
    }

    @Test
    void a_report_keeps_no_more_raw_text_than_its_limit() {
        PrecheckReport report = new PrecheckReport(List.of(), true, Optional.of("x".repeat(5000)));

        assertThat(report.raw()).contains("x".repeat(PrecheckReport.RAW_LIMIT_BYTES));
    }

    @Test
    void a_verdict_counts_its_checks_over_all_instances() {
        Verdict verdict = Prechecks.judge(
                "v-1",
                "rac",
                Prechecks.completed(ResultParser.parse(Prechecks.text("results/several-instances.json"))));

        assertThat(verdict.checks()).isEqualTo(7);
        assertThat(verdict.passed()).isEqualTo(6);
    }
}
