package io.github.precheckwatcher.precheck;

import static io.github.precheckwatcher.precheck.Prechecks.completed;
import static io.github.precheckwatcher.precheck.Prechecks.instance;
import static io.github.precheckwatcher.precheck.Prechecks.item;
import static io.github.precheckwatcher.precheck.Prechecks.judge;
import static io.github.precheckwatcher.precheck.Prechecks.mssql;
import static io.github.precheckwatcher.precheck.Prechecks.oracle;
import static io.github.precheckwatcher.precheck.Prechecks.report;
import static io.github.precheckwatcher.precheck.Prechecks.silentItem;
import static io.github.precheckwatcher.precheck.Prechecks.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.sas.ResultParser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryLineTest {
    @ParameterizedTest
    @MethodSource
    void a_report_is_summed_up_in_one_sentence(PrecheckReport report, String expected) {
        assertThat(judge("v-1", "orders-db", completed(report)).summary()).isEqualTo("orders-db: " + expected);
    }

    static Stream<Arguments> a_report_is_summed_up_in_one_sentence() {
        CheckItem[] many = new CheckItem[50];
        Arrays.setAll(many, i -> item("NEW_CHECK_" + i, "WARNING"));
        return Stream.of(
                Arguments.of(mssql("PASSED", "PASSED", "PASSED", "PASSED"), "all 4 checks passed"),
                Arguments.of(report(instance("MYSQL", item("MYSQL_BINLOG", "PASSED"))), "its one check passed"),
                Arguments.of(
                        mssql("PASSED", "PASSED", "WARNING", "PASSED"),
                        "3 of 4 checks passed; recovery mode needs attention"),
                Arguments.of(
                        mssql("PASSED", "PASSED", "WARNING", "warning"),
                        "2 of 4 checks passed; recovery mode and SQL Server database status need attention"),
                Arguments.of(
                        mssql("FAILED", "PASSED", "WARNING", "PASSED"),
                        "2 of 4 checks passed; OSS connectivity failed; recovery mode needs attention"),
                Arguments.of(
                        oracle("PASSED", "PASSED", "FAILED", "SKIPPED", "failed"),
                        "2 of 5 checks passed; Oracle instance status, Oracle database status (SKIPPED) and archive"
                                + " mode did not pass"),
                Arguments.of(
                        report(instance("MYSQL", silentItem("MYSQL_BINLOG"))),
                        "0 of 1 check passed; binlog (no result) did not pass"),
                Arguments.of(
                        report(
                                instance("ORACLE", item("ARCHIVELOG", "WARNING")),
                                instance("ORACLE", item("archivelog ", "WARNING"))),
                        "0 of 2 checks passed; archive mode (2 times) needs attention"),
                Arguments.of(
                        report(instance("MYSQL", many)),
                        "0 of 50 checks passed; NEW_CHECK_0, NEW_CHECK_1, NEW_CHECK_2 and 47 more need attention"),
                Arguments.of(PrecheckReport.NONE, "completed, but without a report"),
                Arguments.of(ResultParser.parse("[]"), "completed, but its report lists no checks"),
                Arguments.of(ResultParser.parse("oops"), "completed, but its report could not be read"),
                Arguments.of(
                        ResultParser.parse(text("results/instance-without-items.json")),
                        "completed, but a part of its report lists no checks; 1 of 1 check passed"),
                Arguments.of(
                        ResultParser.parse(text("results/unreadable-parts.json")),
                        "completed, but not all of its report could be read; 1 of 1 check passed"),
                Arguments.of(
                        new PrecheckReport(
                                List.of(instance("MYSQL", item("MYSQL_BINLOG", "FAILED"))), false, Optional.of("x")),
                        "0 of 1 check passed; binlog failed; not all of the report could be read"));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void every_outcome_opens_with_the_name_and_stays_on_one_line(Outcome outcome) {
        String summary = Prechecks.verdict("v-1", "orders\r\n\u2028db\u202E\u0007", outcome)
                .summary();

        assertThat(summary).startsWith("orders db: ").doesNotContainPattern("[\\p{Cntrl}\u2028\u202E]");
    }

    @Test
    void raw_names_and_words_can_neither_break_the_line_nor_make_it_long() {
        PrecheckReport report = report(instance(
                "MYSQL",
                item("EVIL\nline" + "x".repeat(5000), "BAD\u2029" + "y".repeat(5000)),
                item("\u0000\n", "\t")));

        String summary = judge("v-1", "n".repeat(5000), completed(report)).summary();

        assertThat(summary).hasSizeLessThan(400).doesNotContainPattern("[\\p{Cntrl}\u2029]");
        assertThat(summary).contains("EVIL linexxx", "… (BAD yyy");
    }

    @Test
    void a_long_reason_is_cut() {
        Problem problem = new Problem("ServerError", "z".repeat(2000), Optional.empty(), Optional.empty());

        String summary = SummaryLine.ended("db", Outcome.ABANDONED, LastSeen.NOTHING, Optional.of(problem));

        assertThat(summary).endsWith("z…").hasSizeLessThan(300);
    }

    @Test
    void a_reason_that_only_repeats_its_code_is_said_once() {
        Problem problem = new Problem("ServerError", " servererror", Optional.empty(), Optional.empty());

        String summary = SummaryLine.ended("db", Outcome.ABANDONED, LastSeen.NOTHING, Optional.of(problem));

        assertThat(summary).endsWith("; ServerError");
    }

    @Test
    void a_name_of_nothing_visible_is_called_so() {
        assertThat(Prechecks.verdict("v-1", "\n\u200E", Outcome.ERROR).summary())
                .startsWith("(no name): ");
    }
}
