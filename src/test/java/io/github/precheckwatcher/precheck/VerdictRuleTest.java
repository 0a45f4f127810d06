package io.github.precheckwatcher.precheck;

import static io.github.precheckwatcher.precheck.Prechecks.OBSERVED;
import static io.github.precheckwatcher.precheck.Prechecks.REF;
import static io.github.precheckwatcher.precheck.Prechecks.REQUEST_ID;
import static io.github.precheckwatcher.precheck.Prechecks.completed;
import static io.github.precheckwatcher.precheck.Prechecks.error;
import static io.github.precheckwatcher.precheck.Prechecks.instance;
import static io.github.precheckwatcher.precheck.Prechecks.item;
import static io.github.precheckwatcher.precheck.Prechecks.judge;
import static io.github.precheckwatcher.precheck.Prechecks.lastSeen;
import static io.github.precheckwatcher.precheck.Prechecks.mssql;
import static io.github.precheckwatcher.precheck.Prechecks.problem;
import static io.github.precheckwatcher.precheck.Prechecks.report;
import static io.github.precheckwatcher.precheck.Prechecks.running;
import static io.github.precheckwatcher.precheck.Prechecks.silentItem;
import static io.github.precheckwatcher.precheck.Prechecks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.precheckwatcher.cloud.sas.ResultParser;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictRuleTest {
    /**
     * Each row: the items' words of each instance, instances parted by a slash ({@code -} an empty word, {@code .} an
     * instance without items), whether the report is whole, and the outcome.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PASSED                        | true  | PASSED",
                "PASSED PASSED                 | true  | PASSED",
                "passed Passed                 | true  | PASSED",
                "PASSED / PASSED               | true  | PASSED",
                "WARNING                       | true  | WARNING",
                "PASSED warning                | true  | WARNING",
                "PASSED / WARNING              | true  | WARNING",
                "FAILED                        | true  | FAILED",
                "PASSED FAILED WARNING         | true  | FAILED",
                "PASSED ERROR                  | true  | FAILED",
                "PASSED SKIPPED                | true  | FAILED",
                "PASSED PASSED_WITH_DOUBTS     | true  | FAILED",
                "PASSED -                      | true  | FAILED",
                "PASSED / FAILED               | true  | FAILED",
                ".                             | true  | UNKNOWN",
                "PASSED / .                    | true  | UNKNOWN",
                "WARNING / .                   | true  | UNKNOWN",
                "FAILED / .                    | true  | FAILED",
                "PASSED                        | false | UNKNOWN",
                "WARNING                       | false | UNKNOWN",
                "FAILED                        | false | FAILED",
                "-                             | false | FAILED",
                ".                             | false | UNKNOWN",
                "                              | true  | UNKNOWN",
                "                              | false | UNKNOWN",
            })
    void a_completed_precheck_is_judged_by_its_worst_part(String words, boolean whole, Outcome expected) {
        PrecheckReport report = new PrecheckReport(instances(words), whole, Optional.of("raw"));

        assertThat(VerdictRule.outcome(completed(report))).contains(expected);
        Verdict verdict = judge("v-1", "orders-db", completed(report));
        assertThat(verdict.outcome()).isEqualTo(expected);
        assertThat(verdict.instances()).isEqualTo(report.instances());
        assertThat(verdict.problem().map(Problem::code))
                .isEqualTo(expected == Outcome.UNKNOWN ? Optional.of("NO_REPORT") : Optional.empty());
        assertThat(verdict.rawResult()).isEqualTo(expected == Outcome.UNKNOWN ? Optional.of("raw") : Optional.empty());
    }

    private static List<InstanceReport> instances(String words) {
        return words == null
                ? List.of()
                : List.of(words.split(" / ")).stream()
                        .map(String::strip)
                        .map(all -> all.equals(".") ? instance("MYSQL") : instance("MYSQL", items(all)))
                        .toList();
    }

    private static CheckItem[] items(String words) {
        return List.of(words.split(" ")).stream()
                .map(word -> word.equals("-") ? silentItem("MYSQL_BINLOG") : item("MYSQL_BINLOG", word))
                .toArray(CheckItem[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "COMPLETED", " Completed\n", "\uFEFFcompleted\u3000"})
    void completed_is_completed_without_regard_to_case_and_white_space(String word) {
        assertThat(VerdictRule.outcome(Prechecks.ended(word, mssql("PASSED", "PASSED", "PASSED", "PASSED"))))
                .contains(Outcome.PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "Created ", "running", "complete", "completed!", "", "failed"})
    void a_precheck_goes_on_at_created_and_at_any_word_that_nobody_documents(String word) {
        Observation goingOn = Prechecks.ended(word, mssql("PASSED", "PASSED", "PASSED", "PASSED"));

        assertThat(VerdictRule.outcome(goingOn)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> judge("v-1", "orders-db", goingOn));
    }

    @Test
    void an_error_is_an_error_whatever_its_items_say_and_lists_them() {
        Verdict verdict = judge("v-1", "orders-db", error(mssql("PASSED", "FAILED", "PASSED", "PASSED")));

        assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(verdict.checks()).isEqualTo(4);
        assertThat(verdict.passed()).isEqualTo(3);
        assertThat(verdict.rawResult()).isEmpty();
        Problem problem = verdict.problem().orElseThrow();
        assertThat(problem.code()).isEqualTo("PRECHECK_ERROR");
        assertThat(problem.requestId()).contains(REQUEST_ID);
        assertThat(problem.message()).contains("but for the 4 checks listed here");
        assertThat(problem.remedy().orElseThrow()).contains("start the precheck again");
        assertThat(verdict.summary())
                .isEqualTo("orders-db: the precheck itself failed; 3 of 4 checks passed;"
                        + " control network connectivity failed");
    }

    @Test
    void an_error_without_items_says_so_plainly() {
        Verdict verdict = judge("v-1", "orders-db", error(PrecheckReport.NONE));

        assertThat(verdict.summary()).isEqualTo("orders-db: the precheck itself failed");
        assertThat(verdict.problem().orElseThrow().message()).endsWith("says nothing about the database.");
    }

    @Test
    void a_verdict_carries_what_the_observation_said() {
        Observation observation = completed(mssql("PASSED", "PASSED", "WARNING", "PASSED"));

        assertThat(VerdictRule.judge("v-1", "orders-db", REF, observation, OBSERVED))
                .isEqualTo(new Verdict(
                        "v-1",
                        Outcome.WARNING,
                        "orders-db: 3 of 4 checks passed; recovery mode needs attention",
                        REF,
                        Optional.of("completed"),
                        observation.progress(),
                        observation.createdTime(),
                        observation.updatedTime(),
                        observation.completedTime(),
                        OBSERVED,
                        observation.report().instances(),
                        Optional.empty(),
                        Optional.of(REQUEST_ID),
                        Optional.empty()));
    }

    @Test
    void the_raw_word_of_a_failed_item_is_kept() {
        Verdict verdict = judge("v-1", "pg", completed(ResultParser.parse(text("results/unheard-of.json"))));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.instances().get(0).items()).contains(item("PG_WAL_LEVEL", "SKIPPED"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''        | its answer holds no report (Result is missing or empty)",
                "[]        | its report lists no checks",
                "garbage   | its report could not be read",
            })
    void an_unknown_says_what_is_missing_and_keeps_the_raw_text(String result, String message) {
        Verdict verdict = judge("v-1", "orders-db", completed(ResultParser.parse(result)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(verdict.problem().orElseThrow().message()).contains(message);
        assertThat(verdict.problem().orElseThrow().remedy().orElseThrow()).contains("Do not take this for a pass");
        assertThat(verdict.rawResult()).isEqualTo(Optional.of(result).filter(r -> !r.isEmpty()));
    }

    @Test
    void an_unknown_counts_the_instances_that_say_nothing() {
        PrecheckReport report = ResultParser.parse(text("results/instance-without-items.json"));

        assertThat(judge("v-1", "db", completed(report)).problem().orElseThrow().message())
                .isEqualTo("The precheck completed, but the report lists no checks for 1 of its 2 instances.");
    }

    @Test
    void an_unknown_says_how_much_could_be_read() {
        PrecheckReport report = ResultParser.parse(text("results/unreadable-parts.json"));

        assertThat(judge("v-1", "db", completed(report)).problem().orElseThrow().message())
                .contains("not all of its report could be read; 1 check could");
    }

    @Test
    void a_timed_out_watch_says_that_the_precheck_may_still_run_and_what_was_seen_last() {
        Verdict verdict =
                VerdictRule.ended("v-1", "orders-db", REF, Outcome.TIMED_OUT, lastSeen(45), Optional.empty(), OBSERVED);

        assertThat(verdict.summary())
                .isEqualTo("orders-db: we stopped watching; the precheck may still run (last seen: created, 45%)");
        assertThat(verdict.state()).contains("created");
        assertThat(verdict.progress()).hasValue(45);
        assertThat(verdict.createdTime()).contains(Prechecks.CREATED);
        assertThat(verdict.completedTime()).isEmpty();
        assertThat(verdict.requestId()).contains(REQUEST_ID);
        Problem problem = verdict.problem().orElseThrow();
        assertThat(problem.code()).isEqualTo("DEADLINE");
        assertThat(problem.message()).contains("may still run", "created, 45%");
        assertThat(problem.remedy().orElseThrow()).contains("raise the deadline");
    }

    @Test
    void a_timed_out_watch_that_never_had_an_answer_says_so() {
        Verdict verdict = VerdictRule.ended(
                "v-1", "orders-db", REF, Outcome.TIMED_OUT, LastSeen.NOTHING, Optional.empty(), OBSERVED);

        assertThat(verdict.summary()).endsWith("(it was never seen)");
        assertThat(verdict.state()).isEmpty();
        assertThat(verdict.requestId()).isEmpty();
    }

    @Test
    void an_abandoned_watch_says_code_and_why_and_names_the_failing_request() {
        Problem problem =
                new Problem("ServerError", "the service\nfailed", Optional.of("R-2"), Optional.of("ask again later"));

        Verdict verdict = VerdictRule.ended(
                "v-1", "orders-db", REF, Outcome.ABANDONED, lastSeen(45), Optional.of(problem), OBSERVED);

        assertThat(verdict.summary())
                .isEqualTo("orders-db: given up without an answer about the database; ServerError: the service failed");
        assertThat(verdict.problem()).contains(problem);
        assertThat(verdict.requestId()).contains("R-2");
        assertThat(verdict.progress()).hasValue(45);
    }

    @Test
    void a_cancelled_watch_has_no_problem() {
        Verdict verdict =
                VerdictRule.ended("v-1", "orders-db", REF, Outcome.CANCELLED, lastSeen(45), Optional.empty(), OBSERVED);

        assertThat(verdict.problem()).isEmpty();
        assertThat(verdict.summary()).startsWith("orders-db: the watch was withdrawn");
    }

    @Test
    void abandoned_needs_a_problem_and_cancelled_has_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerdictRule.ended(
                        "v", "n", REF, Outcome.ABANDONED, LastSeen.NOTHING, Optional.empty(), OBSERVED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerdictRule.ended(
                        "v", "n", REF, Outcome.CANCELLED, LastSeen.NOTHING, Optional.of(problem("X")), OBSERVED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"PASSED", "WARNING", "FAILED", "ERROR", "UNKNOWN"})
    void an_outcome_of_the_precheck_needs_an_observation(Outcome outcome) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> VerdictRule.ended("v", "n", REF, outcome, LastSeen.NOTHING, Optional.empty(), OBSERVED))
                .withMessageContaining("needs an observation");
    }

    @Test
    void running_prechecks_and_reports_are_judged_by_the_state_alone() {
        assertThat(VerdictRule.outcome(running(100))).isEmpty();
        assertThat(VerdictRule.outcome(error(report()))).contains(Outcome.ERROR);
    }
}
