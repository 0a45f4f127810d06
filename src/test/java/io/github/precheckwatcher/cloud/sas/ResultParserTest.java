package io.github.precheckwatcher.cloud.sas;

import static io.github.precheckwatcher.precheck.Prechecks.item;
import static io.github.precheckwatcher.precheck.Prechecks.silentItem;
import static io.github.precheckwatcher.precheck.Prechecks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.PrecheckReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultParserTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE_ITEM = "[{\"results\":[{\"item\":\"MYSQL_BINLOG\",\"result\":\"PASSED\"}]}]";
    private static final InstanceReport VENDORS = new InstanceReport(
            Optional.of("i-wz91if83t97xgtn2****"),
            Optional.of("MSSQL"),
            Optional.of(Instant.parse("2022-12-17T02:55:53Z")),
            List.of(
                    item("OSS_INTERNAL_ENDPOINT_CONNECTIVITY", "PASSED"),
                    item("SERVICE_CONNECTIVITY", "PASSED"),
                    item("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "WARNING"),
                    item("SQL_SERVER_DB_NOT_ONLINE", "PASSED")));

    @Test
    void the_vendors_sample_parses_exactly() throws IOException {
        JsonNode result = JSON.readTree(text("answers/vendor-sample.json")).get("Result");

        PrecheckReport report = ResultParser.parse(result);

        assertThat(report).isEqualTo(new PrecheckReport(List.of(VENDORS), true, Optional.of(result.textValue())));
        assertThat(result.textValue()).contains("\n        \"results\":\n        [\n");
    }

    @Test
    void json_in_place_of_a_string_is_read_alike() throws IOException {
        PrecheckReport report = ResultParser.parse(
                JSON.readTree(text("answers/result-as-json.json")).get("Result"));

        assertThat(report.instances()).containsExactly(VENDORS);
        assertThat(report.whole()).isTrue();
        assertThat(ResultParser.parse(report.raw().orElseThrow()).instances()).containsExactly(VENDORS);
    }

    @Test
    void a_string_encoded_once_more_is_read_alike() throws IOException {
        JsonNode result =
                JSON.readTree(text("answers/result-encoded-once-more.json")).get("Result");

        assertThat(ResultParser.parse(result))
                .isEqualTo(new PrecheckReport(List.of(VENDORS), true, Optional.of(result.textValue())));
    }

    @Test
    void a_string_encoded_twice_more_is_not_read() throws IOException {
        String twice = JSON.writeValueAsString(JSON.writeValueAsString(ONE_ITEM));

        assertThat(ResultParser.parse(twice)).isEqualTo(new PrecheckReport(List.of(), false, Optional.of(twice)));
    }

    @Test
    void an_object_in_place_of_an_array_is_one_instance() {
        PrecheckReport report = ResultParser.parse(text("results/single-object.json"));

        assertThat(report.whole()).isTrue();
        assertThat(report.instances()).hasSize(1);
        assertThat(report.items()).containsExactly(item("MYSQL_VERSION", "PASSED"), item("MYSQL_BINLOG", "PASSED"));
    }

    @Test
    void several_instances_keep_the_vendors_order() {
        PrecheckReport report = ResultParser.parse(text("results/several-instances.json"));

        assertThat(report.whole()).isTrue();
        assertThat(report.instances())
                .extracting(i -> i.instanceId().orElseThrow())
                .containsExactly("i-rac-node-1", "i-rac-node-2");
        assertThat(report.instances())
                .extracting(i -> i.checkTime().orElseThrow().getEpochSecond())
                .containsExactly(1671245753L, 1671245754L);
        assertThat(report.items()).hasSize(7).endsWith(item("ARCHIVELOG", "FAILED"));
    }

    @Test
    void without_a_result_there_is_no_report() {
        assertThat(ResultParser.parse((JsonNode) null)).isEqualTo(PrecheckReport.NONE);
        assertThat(ResultParser.parse(NullNode.getInstance())).isEqualTo(PrecheckReport.NONE);
        assertThat(ResultParser.parse(MissingNode.getInstance())).isEqualTo(PrecheckReport.NONE);
        assertThat(ResultParser.parse((String) null)).isEqualTo(PrecheckReport.NONE);
        assertThat(ResultParser.parse("")).isEqualTo(PrecheckReport.NONE);
        assertThat(ResultParser.parse(JsonNodeFactory.instance.textNode(" \u3000\uFEFF\n")))
                .isEqualTo(PrecheckReport.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"\"", "\"null\"", "\"[]\""})
    void a_report_of_nothing_is_whole_and_empty(String text) {
        assertThat(ResultParser.parse(text)).isEqualTo(new PrecheckReport(List.of(), true, Optional.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all good",
                "<xml/>",
                "PASSED",
                "true",
                "5",
                "NaN",
                "{'results':[]}",
                "]",
                "\"",
                "\"all good\"",
                "{",
                "[{",
                "\u0000"
            })
    void text_that_is_no_report_is_kept_but_not_whole(String text) {
        PrecheckReport report = ResultParser.parse(text);

        assertThat(report.whole()).isFalse();
        assertThat(report.items()).isEmpty();
        assertThat(report.raw()).contains(text.replace('\u0000', '\uFFFD'));
    }

    @Test
    void a_scalar_in_place_of_a_string_is_not_whole() {
        assertThat(ResultParser.parse(JsonNodeFactory.instance.numberNode(5)))
                .isEqualTo(new PrecheckReport(List.of(), false, Optional.of("5")));
        assertThat(ResultParser.parse(JsonNodeFactory.instance.booleanNode(true)))
                .isEqualTo(new PrecheckReport(List.of(), false, Optional.of("true")));
    }

    @Test
    void a_bom_and_unicode_white_space_around_the_json_are_skipped() {
        assertThat(ResultParser.parse("\uFEFF\u00A0" + ONE_ITEM + "\u3000\u2028")
                        .whole())
                .isTrue();
    }

    @Test
    void with_duplicate_keys_the_last_wins_a_good_one_over_a_broken_one_too() {
        PrecheckReport report = ResultParser.parse(text("results/duplicate-keys.json"));

        assertThat(report.whole()).isTrue();
        assertThat(report.instances().get(0).instanceId()).contains("i-new");
        assertThat(report.items()).containsExactly(item("MYSQL_BINLOG", "PASSED"));
    }

    @Test
    void a_broken_last_duplicate_wins_over_a_good_one() {
        PrecheckReport report =
                ResultParser.parse("{\"results\":[{\"item\":\"MYSQL_BINLOG\",\"result\":\"PASSED\"}],\"results\":7}");

        assertThat(report.whole()).isFalse();
        assertThat(report.items()).isEmpty();
    }

    @Test
    void unheard_of_items_results_source_types_and_keys_pass_through() {
        PrecheckReport report = ResultParser.parse(text("results/unheard-of.json"));

        assertThat(report.whole()).isTrue();
        assertThat(report.instances())
                .containsExactly(new InstanceReport(
                        Optional.of("i-bp1new0001"),
                        Optional.of("PostgreSQL"),
                        Optional.empty(),
                        List.of(item("PG_WAL_LEVEL", "SKIPPED"), item("SERVICE_CONNECTIVITY", "passed "))));
    }

    @Test
    void an_instance_without_items_is_listed_without_items() {
        PrecheckReport report = ResultParser.parse(text("results/instance-without-items.json"));

        assertThat(report.whole()).isTrue();
        assertThat(report.instances()).extracting(i -> i.items().size()).containsExactly(1, 0);
    }

    @Test
    void what_can_be_read_is_listed_beside_what_cannot() {
        PrecheckReport report = ResultParser.parse(text("results/unreadable-parts.json"));

        assertThat(report.whole()).isFalse();
        assertThat(report.instances())
                .extracting(i -> i.instanceId().orElseThrow())
                .containsExactly("i-1", "i-2");
        assertThat(report.items()).containsExactly(item("MYSQL_BINLOG", "PASSED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s,7]",
                "[%s,\"x\"]",
                "[%s,null]",
                "[%s,[]]",
                "[%s,{\"results\":{}}]",
                "[%s,{\"results\":true}]",
                "[%s,{\"results\":[7]}]",
                "[%s,{\"results\":[{}]}]",
                "[%s,{\"results\":[{\"item\":\" \",\"result\":\"PASSED\"}]}]",
                "[%s,{\"results\":[{\"item\":null,\"result\":\"PASSED\"}]}]",
                "[%s,{\"results\":[{\"item\":[\"MYSQL_BINLOG\"],\"result\":\"PASSED\"}]}]",
                "[%s] x",
                "[%s] []",
                "[%s",
                "[%s,",
            })
    void a_part_that_cannot_be_read_leaves_the_rest_listed(String around) {
        PrecheckReport report = ResultParser.parse(around.formatted(ONE_ITEM.substring(1, ONE_ITEM.length() - 1)));

        assertThat(report.whole()).isFalse();
        assertThat(report.items()).containsExactly(item("MYSQL_BINLOG", "PASSED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "\"\"", "\" \"", "{}", "[\"PASSED\"]"})
    void an_item_without_a_readable_result_is_listed_without_one(String result) {
        String field = result.isEmpty() ? "" : ",\"result\":" + result;

        PrecheckReport report = ResultParser.parse("{\"results\":[{\"item\":\"MYSQL_BINLOG\"" + field + "}]}");

        assertThat(report.items()).containsExactly(silentItem("MYSQL_BINLOG"));
        assertThat(report.whole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1671245753 | 2022-12-17T02:55:53Z",
                "'\"1671245753\"' | 2022-12-17T02:55:53Z",
                "1671245753.9 | 2022-12-17T02:55:53Z",
                "0 |",
                "'\"\"' |",
                "null |",
                "-5 |",
                "253402300800 |",
                "true |",
                "[1671245753] |",
                "'\"2022-12-17\"' |",
            })
    void a_check_time_is_unix_seconds_or_absent(String json, Instant expected) {
        PrecheckReport report = ResultParser.parse("{\"checkTime\":" + json + "}");

        assertThat(report.instances().get(0).checkTime()).isEqualTo(Optional.ofNullable(expected));
        assertThat(report.whole()).isTrue();
    }

    @Test
    void numbers_in_place_of_words_are_kept_as_text() {
        PrecheckReport report =
                ResultParser.parse("{\"instanceId\":12,\"sourceType\":[],\"results\":[{\"item\":7,\"result\":1}]}");

        assertThat(report.instances())
                .containsExactly(new InstanceReport(
                        Optional.of("12"), Optional.empty(), Optional.empty(), List.of(item("7", "1"))));
    }

    @Test
    void truncated_json_lists_what_came_before_at_every_cut() {
        String whole = text("results/several-instances.json").strip();
        List<CheckItem> items = ResultParser.parse(whole).items();
        for (int end = 1; end < whole.length(); end++) {
            PrecheckReport report = ResultParser.parse(whole.substring(0, end));

            assertThat(report.whole()).as("cut at %d", end).isFalse();
            long resultsRead = whole.substring(0, end)
                    .replaceAll("\"result\":\"[A-Z]+\"", "\u0001")
                    .chars()
                    .filter(c -> c == 1)
                    .count();
            assertThat(report.items()).as("cut at %d", end).isEqualTo(items.subList(0, (int) resultsRead));
        }
    }

    @Test
    void a_mebibyte_of_nesting_is_neither_slow_nor_deep() {
        String nested = "[" + ONE_ITEM.substring(1, ONE_ITEM.length() - 1) + "," + "[".repeat(1 << 20);
        String hidden = "[" + ONE_ITEM.substring(1, ONE_ITEM.length() - 2) + ",\"more\":" + "{\"a\":".repeat(1 << 18);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String text : List.of(nested, hidden)) {
                PrecheckReport report = ResultParser.parse(text);

                assertThat(report.whole()).isFalse();
                assertThat(report.items()).containsExactly(item("MYSQL_BINLOG", "PASSED"));
                assertThat(report.raw().orElseThrow()).hasSize(PrecheckReport.RAW_LIMIT_BYTES);
            }
        });
    }

    @Test
    void a_tree_nested_deeper_than_jackson_writes_does_not_throw() throws IOException {
        ObjectMapper unlimited = new ObjectMapper();
        unlimited
                .getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Integer.MAX_VALUE)
                        .build());
        int depth = 100_000;
        JsonNode tree = unlimited.readTree("[".repeat(depth) + "]".repeat(depth));

        PrecheckReport report = ResultParser.parse(tree);

        assertThat(report.whole()).isFalse();
        assertThat(report.raw()).contains("[".repeat(PrecheckReport.RAW_LIMIT_BYTES));
    }

    @Test
    void nesting_within_the_parsers_limit_is_read() {
        String deep = "[".repeat(900) + "]".repeat(900);

        assertThat(ResultParser.parse("[{\"more\":" + deep + "," + ONE_ITEM.substring(2))
                        .whole())
                .isTrue();
    }

    @Test
    void many_colliding_keys_are_no_way_to_throw() {
        StringBuilder colliding = new StringBuilder("[{");
        for (int i = 0; i < 1 << 14; i++) {
            for (int bit = 13; bit >= 0; bit--) {
                // "Aa" and "BB" have the same hash code, and so has every mixture of them
                colliding.append(bit == 13 ? "\"" : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            colliding.append("\":0,");
        }
        colliding.append(ONE_ITEM.substring(2));

        assertThat(ResultParser.parse(colliding.toString()).whole()).isTrue();
    }

    @Test
    void items_that_a_later_duplicate_replaces_do_not_count() {
        String full = "[" + "{\"item\":\"OLD\",\"result\":\"PASSED\"},".repeat(999)
                + "{\"item\":\"OLD\",\"result\":\"PASSED\"}]";

        PrecheckReport report =
                ResultParser.parse("{\"results\":" + full + ",\"results\":" + full.replace("OLD", "NEW") + "}");

        assertThat(report.whole()).isTrue();
        assertThat(report.items()).hasSize(1_000).containsOnly(item("NEW", "PASSED"));
    }

    @Test
    void the_raw_text_is_cut_to_its_limit_between_two_code_points() {
        String raw = ResultParser.parse("x" + "数据库🐘".repeat(2000)).raw().orElseThrow();

        assertThat(raw.getBytes(StandardCharsets.UTF_8).length)
                .isBetween(PrecheckReport.RAW_LIMIT_BYTES - 3, PrecheckReport.RAW_LIMIT_BYTES);
        assertThat("x" + "数据库🐘".repeat(2000)).startsWith(raw);
    }

    @Test
    void half_surrogate_pairs_and_nul_do_not_get_out() {
        PrecheckReport report = ResultParser.parse(
                "{\"instanceId\":\"i\\u0000\",\"results\":[{\"item\":\"A\\ud800\",\"result\":\"\\udc00B\"}]}");

        assertThat(report.instances().get(0).instanceId()).contains("i\uFFFD");
        assertThat(report.items()).containsExactly(item("A\uFFFD", "\uFFFDB"));
    }
}
