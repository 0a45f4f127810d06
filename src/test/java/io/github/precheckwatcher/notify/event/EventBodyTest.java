package io.github.precheckwatcher.notify.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RandomVerdicts;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_verdict_is_written_field_by_field_as_the_contract_says() throws IOException {
        String body = written("production", Notifications.warning(), Notifications.watch(Map.of("env", "prod")));
        var recoveryMode = CheckCatalog.find("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE")
                .orElseThrow()
                .english();
        var online = CheckCatalog.find("SQL_SERVER_DB_NOT_ONLINE").orElseThrow().english();
        String expected = Prechecks.text("events/verdict-warning.json")
                .replace("<meaning>", recoveryMode.meaning())
                .replace("<remedy>", recoveryMode.remedy())
                .replace("<title>", online.title());
        WebhookSchema.assertValid(body);
        assertThat(body).isEqualTo(JSON.readTree(expected).toString());
    }

    @Test
    void fields_stand_in_the_order_of_the_contract() throws IOException {
        JsonNode event = JSON.readTree(
                write(Notifications.verdict(Outcome.UNKNOWN, someItems(), Optional.of(problem()), Optional.of("raw"))));
        assertThat(names(event))
                .containsExactly(
                        "specversion",
                        "id",
                        "source",
                        "type",
                        "subject",
                        "time",
                        "timestamp",
                        "datacontenttype",
                        "took",
                        "data");
        assertThat(names(event.path("data")))
                .containsExactly(
                        "outcome",
                        "summary",
                        "watch",
                        "precheck",
                        "state",
                        "progress",
                        "createdTime",
                        "updatedTime",
                        "completedTime",
                        "observedAt",
                        "instances",
                        "problem",
                        "requestId",
                        "rawResult");
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void every_outcome_makes_a_body_that_the_schema_takes_whatever_else_is_known(Outcome outcome)
            throws JsonProcessingException {
        for (List<InstanceReport> instances : List.of(List.<InstanceReport>of(), someItems())) {
            if (outcome == Outcome.PASSED && instances.isEmpty()) {
                continue;
            }
            JsonNode data = JSON.readTree(write(
                            Notifications.verdict(outcome, instances, Optional.of(problem()), Optional.of("not json"))))
                    .path("data");
            boolean expected = List.of(Outcome.ERROR, Outcome.UNKNOWN, Outcome.TIMED_OUT, Outcome.ABANDONED)
                    .contains(outcome);
            assertThat(data.has("problem")).isEqualTo(expected);
            assertThat(data.has("rawResult")).isEqualTo(outcome == Outcome.UNKNOWN);
            assertThat(data.has("instances")).isEqualTo(!instances.isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void five_hundred_seeded_verdicts_of_each_outcome_and_whatever_shape_make_bodies_that_the_schema_takes(
            Outcome outcome) throws JsonProcessingException {
        var verdicts = new RandomVerdicts(outcome.ordinal() + 42L);
        for (int i = 0; i < 500; i++) {
            String environment = verdicts.environment();
            String body = written(environment, verdicts.verdict(outcome), verdicts.watch());
            WebhookSchema.assertValid(body);
            assertThat(new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(body);
            assertThat(JSON.readTree(body).at("/data/outcome").asText()).isEqualTo(outcome.name());
        }
    }

    @Test
    void what_is_not_known_is_absent() throws JsonProcessingException {
        var verdict = new Verdict(
                "v-1",
                Outcome.ABANDONED,
                "orders-db: no answer",
                Notifications.REF,
                Optional.of(""),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Notifications.NOW,
                List.of(new InstanceReport(Optional.empty(), Optional.empty(), Optional.empty(), List.of())),
                Optional.of(new Problem("ServerError", "", Optional.empty(), Optional.empty())),
                Optional.empty(),
                Optional.empty());
        JsonNode data = JSON.readTree(write(verdict)).path("data");
        assertThat(names(data)).containsExactly("outcome", "summary", "watch", "precheck", "observedAt", "problem");
        assertThat(names(data.path("watch"))).doesNotContain("labels");
        assertThat(names(data.path("problem"))).containsExactly("code");
    }

    @Test
    void an_item_keeps_its_raw_words_and_says_meaning_and_remedy_only_when_it_did_not_pass()
            throws JsonProcessingException {
        JsonNode items = JSON.readTree(write(Notifications.verdict(
                        Outcome.FAILED,
                        List.of(Notifications.instance(
                                Notifications.item("MYSQL_BINLOG", " Passed "),
                                Notifications.item("MYSQL_BINLOG", null),
                                Notifications.item("MYSQL_BINLOG", ""),
                                Notifications.item("MYSQL_BINLOG", "kaputt"),
                                Notifications.item("BRAND_NEW", "WARNING"))),
                        Optional.empty(),
                        Optional.empty())))
                .at("/data/instances/0/items");
        assertThat(names(items.get(0))).containsExactly("item", "result", "title");
        assertThat(items.get(0).path("result").asText()).isEqualTo(" Passed ");
        assertThat(names(items.get(1))).containsExactly("item", "title", "meaning", "remedy");
        assertThat(names(items.get(2))).containsExactly("item", "title", "meaning", "remedy");
        assertThat(items.get(3).path("result").asText()).isEqualTo("kaputt");
        assertThat(names(items.get(4))).containsExactly("item", "result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void a_time_that_rfc_3339_cannot_write_counts_as_absent(String time) throws JsonProcessingException {
        var verdict = withCreatedTime(Instant.parse(time));
        assertThat(JSON.readTree(write(verdict)).path("data").has("createdTime"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "2026-11-24T08:15:30.123Z",
                "2026-11-24T08:15:30.123456Z",
                "9999-12-31T23:59:59.999999999Z"
            })
    void a_time_has_as_many_digits_as_it_needs(String time) throws JsonProcessingException {
        var verdict = withCreatedTime(Instant.parse(time));
        assertThat(JSON.readTree(write(verdict)).at("/data/createdTime").asText())
                .isEqualTo(time);
    }

    @Test
    void the_source_is_a_uri_reference_whatever_the_environment_is_called() throws JsonProcessingException {
        for (String environment : List.of("production", "生产 环境/1?#", "a+b*c~d%", "\ud800")) {
            String body = written(environment, Notifications.warning(), Notifications.watch(Map.of()));
            WebhookSchema.assertValid(body);
            assertThat(JSON.readTree(body).path("source").asText().indexOf('/', "precheck-watcher/".length()))
                    .isEqualTo(-1);
        }
        assertThat(JSON.readTree(written("eu west/1~", Notifications.warning(), Notifications.watch(Map.of())))
                        .path("source")
                        .asText())
                .isEqualTo("precheck-watcher/eu%20west%2F1~");
    }

    @Test
    void the_raw_result_is_cut_to_four_kibibytes_between_two_characters() throws JsonProcessingException {
        String raw = "预".repeat(2_000);
        String kept = JSON.readTree(write(
                        Notifications.verdict(Outcome.UNKNOWN, List.of(), Optional.of(problem()), Optional.of(raw))))
                .at("/data/rawResult")
                .asText();
        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSize(4_095);
        assertThat(raw).startsWith(kept);
    }

    @Test
    void words_that_no_utf_8_can_write_do_not_reach_the_body() throws JsonProcessingException {
        String body = write(Notifications.verdict(
                Outcome.FAILED,
                List.of(Notifications.instance(Notifications.item("A\ud800B\0", "\udc00"))),
                Optional.empty(),
                Optional.empty()));
        assertThat(new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(body);
        assertThat(JSON.readTree(body).at("/data/instances/0/items/0/item").asText())
                .isEqualTo("A\ufffdB\ufffd");
    }

    @Test
    void labels_are_written_in_one_order() {
        String body = written("x", Notifications.warning(), Notifications.watch(Map.of("b", "2", "a", "", "c", "3")));
        assertThat(body).contains("\"labels\":{\"a\":\"\",\"b\":\"2\",\"c\":\"3\"}");
        WebhookSchema.assertValid(body);
    }

    private static Verdict withCreatedTime(Instant time) {
        Verdict v = Notifications.warning();
        return new Verdict(
                v.id(),
                v.outcome(),
                v.summary(),
                v.ref(),
                v.state(),
                v.progress(),
                Optional.of(time),
                v.updatedTime(),
                v.completedTime(),
                v.observedAt(),
                v.instances(),
                v.problem(),
                v.requestId(),
                v.rawResult());
    }

    private static List<InstanceReport> someItems() {
        return List.of(Notifications.instance(Notifications.item("ARCHIVELOG", "PASSED")));
    }

    private static Problem problem() {
        return Notifications.problem("NO_REPORT");
    }

    private static String write(Verdict verdict) {
        String body = written("production", verdict, Notifications.watch(Map.of()));
        WebhookSchema.assertValid(body);
        return body;
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String written(String environment, Verdict verdict, WatchFacts watch) {
        var settings = new NotifySettings(environment, Optional.empty(), "0.1.0", List.of());
        return EventBody.verdict(settings.origin(), verdict, watch, Optional.empty())
                .event();
    }
}
