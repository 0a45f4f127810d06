package io.github.precheckwatcher.precheck;

import static io.github.precheckwatcher.precheck.Prechecks.completed;
import static io.github.precheckwatcher.precheck.Prechecks.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cloud.sas.ResultParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However large a report is, what is kept of it is bounded in bytes; it is judged whole and its counts are true. */
class ReportBudgetTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"N", "é", "数", "🐘", "\\", "\""})
    void a_name_and_a_result_of_450_000_characters_are_kept_up_to_a_word_and_marked_as_cut(String letter) {
        String word = letter.repeat(450_000 / letter.length());

        PrecheckReport report = ResultParser.parse(report(List.of(written(word, word))));

        CheckItem kept = report.items().get(0);
        for (String text : List.of(kept.item(), kept.result().orElseThrow())) {
            assertThat(utf8(text)).isBetween(ByteBudget.WORD - 3, ByteBudget.WORD);
            assertThat(text).endsWith("…");
            assertThat(word).startsWith(text.substring(0, text.length() - 1));
        }
        assertThat(VerdictRule.outcome(completed(report))).contains(Outcome.FAILED);
    }

    @Test
    void every_word_of_the_vendors_is_bounded() {
        String word = "w".repeat(300_000);

        InstanceReport instance = ResultParser.parse("[{\"instanceId\":\"" + word + "\",\"sourceType\":\"" + word
                        + "\",\"checkTime\":\"" + word + "\",\"results\":[]}]")
                .instances()
                .get(0);

        assertThat(utf8(instance.instanceId().orElseThrow())).isEqualTo(ByteBudget.WORD);
        assertThat(utf8(instance.sourceType().orElseThrow())).isEqualTo(ByteBudget.WORD);
        assertThat(instance.checkTime()).isEmpty();
    }

    @Test
    void a_word_with_a_mebibyte_of_white_space_around_it_is_still_that_word() {
        PrecheckReport report =
                ResultParser.parse(report(List.of(written("MYSQL_BINLOG", " ".repeat(1 << 20) + "passed"))));

        assertThat(report.items()).containsExactly(item("MYSQL_BINLOG", "passed"));
        assertThat(VerdictRule.outcome(completed(report))).contains(Outcome.PASSED);
    }

    @Test
    void a_cut_word_is_never_taken_for_one_that_we_know() {
        PrecheckReport report = ResultParser.parse(report(List.of(written("X", "PASSED" + " ".repeat(400) + "NOT"))));

        assertThat(VerdictRule.outcome(completed(report))).contains(Outcome.FAILED);
    }

    @Test
    void what_must_not_be_kept_is_taken_out_of_a_word_before_it_is_cut() {
        String secret = "s3cret".repeat(10);
        String name = "n".repeat(ByteBudget.WORD - 20) + secret;

        PrecheckReport report =
                ResultParser.parse(report(List.of(written(name, "FAILED"))), text -> text.replace(secret, "***"));

        assertThat(report.items().get(0).item()).endsWith("n***").doesNotContain("s3c");
        assertThat(report.raw().orElseThrow()).doesNotContain("s3c");
    }

    @Test
    void of_fifty_thousand_items_as_many_are_listed_as_fit_and_all_are_counted_and_judged() {
        List<String> items = passing(50_000);

        PrecheckReport report = ResultParser.parse(report(items));

        assertThat(report.whole()).isTrue();
        assertThat(report.items().size()).isBetween(500, 2_000);
        assertThat(utf8(write(report))).isLessThan(2 * ByteBudget.REPORT);
        assertThat(report.tally()).isEqualTo(new Tally(1, 0, 50_000, 0, 0));
        assertThat(VerdictRule.outcome(completed(report))).contains(Outcome.PASSED);
        assertThat(SummaryLine.of("db", Outcome.PASSED, report)).isEqualTo("db: all 50000 checks passed");
    }

    @Test
    void the_worst_item_wins_wherever_it_stands_and_is_listed_before_those_that_passed() {
        for (int at : List.of(0, 1, 25_000, 49_998, 49_999)) {
            List<String> items = passing(50_000);
            items.set(at, written("LOST", "FAILED"));
            items.set((at + 10) % 50_000, written("LATE", "WARNING"));

            PrecheckReport report = ResultParser.parse(report(items));

            assertThat(report.tally()).isEqualTo(new Tally(1, 0, 49_998, 1, 1));
            assertThat(report.items()).contains(item("LOST", "FAILED"), item("LATE", "WARNING"));
            assertThat(VerdictRule.outcome(completed(report))).contains(Outcome.FAILED);
            assertThat(SummaryLine.of("db", Outcome.FAILED, report))
                    .isEqualTo("db: 49998 of 50000 checks passed; LOST failed; LATE needs attention");
        }
    }

    @Test
    void of_more_failures_than_fit_the_first_are_listed_in_the_vendors_order() {
        List<String> items = IntStream.range(0, 30_000)
                .mapToObj(i -> written("F" + i, "FAILED"))
                .collect(Collectors.toList());
        items.add(0, written("W", "WARNING"));

        PrecheckReport report = ResultParser.parse(report(items));

        int listed = report.items().size();
        assertThat(report.items())
                .isEqualTo(IntStream.range(0, listed)
                        .mapToObj(i -> item("F" + i, "FAILED"))
                        .toList());
        assertThat(report.tally()).isEqualTo(new Tally(1, 0, 0, 1, 30_000));
        assertThat(SummaryLine.of("db", Outcome.FAILED, report))
                .isEqualTo("db: 0 of 30001 checks passed; 30000 checks did not pass; 1 check needs attention");
        Verdict verdict = VerdictRule.judge(
                "v", "db", new PrecheckRef("t", "i", "r"), completed(report), java.time.Instant.EPOCH);
        assertThat(verdict.checks()).isEqualTo(30_001);
        assertThat(verdict.unlisted()).isEqualTo(new Tally(0, 0, 0, 1, 30_000 - listed));
    }

    @Test
    void the_texts_that_a_message_adds_to_a_known_item_count_too() {
        PrecheckReport report =
                ResultParser.parse(report(Collections.nCopies(5_000, written("MYSQL_BINLOG", "FAILED"))));

        assertThat(report.items().size()).isBetween(50, 200);
        assertThat(report.tally().failed()).isEqualTo(5_000);
    }

    @Test
    void a_hundred_thousand_instances_are_counted_and_judged() {
        String silent = "[" + "{},".repeat(100_000) + "{\"results\":[" + written("A", "PASSED") + "]}]";
        String one = "{\"instanceId\":\"i\",\"results\":[" + written("A", "PASSED") + "]}";
        String talking = "[" + String.join(",", Collections.nCopies(20_000, one)) + "]";

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            PrecheckReport unknown = ResultParser.parse(silent);
            PrecheckReport passed = ResultParser.parse(talking);

            assertThat(unknown.tally()).isEqualTo(new Tally(100_001, 100_000, 1, 0, 0));
            assertThat(unknown.instances().size()).isLessThan(3_000);
            assertThat(VerdictRule.outcome(completed(unknown))).contains(Outcome.UNKNOWN);
            assertThat(passed.tally()).isEqualTo(new Tally(20_000, 0, 20_000, 0, 0));
            assertThat(passed.instances().size()).isLessThan(3_000);
            assertThat(VerdictRule.outcome(completed(passed))).contains(Outcome.PASSED);
        });
    }

    @Test
    void items_that_a_later_duplicate_replaces_neither_count_nor_take_room() {
        String old = String.join(",", Collections.nCopies(20_000, written("OLD", "FAILED")));

        PrecheckReport report =
                ResultParser.parse("{\"results\":[" + old + "],\"results\":[" + written("NEW", "PASSED") + "]}");

        assertThat(report.items()).containsExactly(item("NEW", "PASSED"));
        assertThat(report.tally()).isEqualTo(new Tally(1, 0, 1, 0, 0));
    }

    @Test
    void a_report_that_fits_is_kept_whole_with_nothing_left_out() {
        PrecheckReport report = ResultParser.parse(report(passing(400)));

        assertThat(report.items()).hasSize(400);
        assertThat(report.tally()).isEqualTo(Tally.of(report.instances()));
    }

    @Test
    void a_large_report_that_is_cut_within_lists_and_counts_what_came_before() {
        String text = report(passing(20_000));

        PrecheckReport report = ResultParser.parse(text.substring(0, text.length() - 30));

        assertThat(report.whole()).isFalse();
        assertThat(report.tally().passed()).isEqualTo(19_999);
        assertThat(VerdictRule.outcome(completed(report))).contains(Outcome.UNKNOWN);
    }

    private static List<String> passing(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> written("I" + i, "PASSED"))
                .collect(Collectors.toList());
    }

    private static String report(List<String> items) {
        return "[{\"instanceId\":\"i-1\",\"results\":[" + String.join(",", items) + "]}]";
    }

    private static String written(String name, String result) {
        return "{\"item\":" + write(name) + ",\"result\":" + write(result) + "}";
    }

    private static String write(PrecheckReport report) {
        return report.items().stream()
                .map(i -> written(i.item(), i.result().orElse("")))
                .collect(Collectors.joining(","));
    }

    private static String write(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
