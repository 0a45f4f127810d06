package io.github.precheckwatcher.simulator.cloud;

import static io.github.precheckwatcher.simulator.cloud.CloudFixture.OTHER;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.REF;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.code;
import static io.github.precheckwatcher.simulator.cloud.VendorCaller.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.simulator.script.Answer;
import io.github.precheckwatcher.simulator.script.Deviation;
import io.github.precheckwatcher.simulator.script.ProgressCurve;
import io.github.precheckwatcher.simulator.script.ResultForm;
import io.github.precheckwatcher.simulator.script.Script;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloudSimulatorScriptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final CloudFixture fixture = new CloudFixture();

    @Test
    void a_precheck_starts_at_its_first_query_and_ends_after_its_duration() throws Exception {
        Instant start = fixture.clock.instant();
        script(Script.of(SourceType.MSSQL).lasting(MINUTE));

        JsonNode first = fixture.asked();
        fixture.clock.advance(Duration.ofSeconds(59));
        JsonNode before = fixture.asked();
        fixture.clock.advance(Duration.ofSeconds(1));
        JsonNode end = fixture.asked();

        assertThat(first.path("Description").asText()).isEqualTo("created");
        assertThat(first.path("Progress").asInt()).isZero();
        assertThat(first.path("CreatedTime").asLong()).isEqualTo(start.getEpochSecond());
        assertThat(first.has("CompletedTime")).isFalse();
        assertThat(first.has("Result")).isFalse();
        assertThat(before.path("Description").asText()).isEqualTo("created");
        assertThat(before.path("Progress").asInt()).isEqualTo(97);
        assertThat(end.path("Description").asText()).isEqualTo("completed");
        assertThat(end.path("Progress").asInt()).isEqualTo(100);
        assertThat(end.path("CreatedTime").asLong()).isEqualTo(start.getEpochSecond());
        assertThat(end.path("CompletedTime").asLong())
                .isEqualTo(start.plus(MINUTE).getEpochSecond());
    }

    @Test
    void a_precheck_with_a_start_time_runs_unasked() throws Exception {
        script(Script.of(SourceType.MSSQL)
                .lasting(MINUTE)
                .startingAt(fixture.clock.instant().minus(MINUTE)));

        assertThat(fixture.asked().path("Description").asText()).isEqualTo("completed");
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0, 24, 49, 74, 98",
        "STEPS, 0, 25, 50, 75, 75",
        "STALLED, 0, 40, 40, 40, 40",
        "SILENT, -1, -1, -1, -1, -1"
    })
    void progress_follows_its_curve(ProgressCurve curve, int p0, int p15, int p30, int p45, int p60) throws Exception {
        script(Script.of(SourceType.ORACLE).lasting(Duration.ofSeconds(60)).along(curve));
        List<Integer> seen = new ArrayList<>();

        for (int second = 0; second < 60; second += 15) {
            seen.add(fixture.asked().path("Progress").asInt(-1));
            fixture.clock.advance(Duration.ofSeconds(second == 45 ? 14 : 15));
        }
        fixture.clock.advance(Duration.ofMillis(500));
        seen.add(fixture.asked().path("Progress").asInt(-1));

        assertThat(seen).containsExactly(p0, p15, p30, p45, p60);
    }

    @Test
    void a_stalled_precheck_was_last_updated_when_it_stalled() throws Exception {
        Instant start = fixture.clock.instant();
        script(Script.of(SourceType.MYSQL).lasting(MINUTE).along(ProgressCurve.STALLED));
        fixture.asked();
        fixture.clock.advance(Duration.ofSeconds(50));

        assertThat(fixture.asked().path("UpdatedTime").asLong())
                .isEqualTo(start.plusSeconds(15).getEpochSecond());
    }

    @Test
    void the_report_lists_the_types_items_in_the_vendors_form() throws Exception {
        script(Script.of(SourceType.MSSQL).with("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "WARNING"));

        JsonNode report = JSON.readTree(fixture.asked().path("Result").textValue());

        assertThat(report.isArray()).isTrue();
        JsonNode instance = report.get(0);
        assertThat(instance.path("sourceType").asText()).isEqualTo("MSSQL");
        assertThat(instance.path("instanceId").asText()).startsWith("i-");
        assertThat(instance.path("checkTime").asLong())
                .isEqualTo(fixture.clock.instant().getEpochSecond());
        assertThat(instance.path("results"))
                .extracting(
                        i -> i.path("item").asText() + "=" + i.path("result").asText())
                .containsExactlyInAnyOrder(
                        "OSS_INTERNAL_ENDPOINT_CONNECTIVITY=PASSED",
                        "SERVICE_CONNECTIVITY=PASSED",
                        "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE=WARNING",
                        "SQL_SERVER_DB_NOT_ONLINE=PASSED");
    }

    @Test
    void a_report_may_hold_several_instances_and_unheard_of_items() throws Exception {
        InstanceReport one = Script.of(SourceType.MYSQL).report().get(0);
        script(Script.of(SourceType.MYSQL).reporting(List.of(one, one)).with("NEW \"ITEM\"", "SKIPPED"));

        JsonNode report = JSON.readTree(fixture.asked().path("Result").textValue());

        assertThat(report).hasSize(2);
        assertThat(report.get(1).path("results").get(4).path("item").asText()).isEqualTo("NEW \"ITEM\"");
    }

    @ParameterizedTest
    @EnumSource(ResultForm.Made.class)
    void every_form_of_the_result_is_written(ResultForm.Made form) throws Exception {
        script(Script.of(SourceType.MYSQL).writing(form));

        JsonNode result = fixture.asked().path("Result");

        switch (form) {
            case STRING_OF_ARRAY ->
                assertThat(JSON.readTree(result.textValue()).isArray()).isTrue();
            case STRING_OF_OBJECT ->
                assertThat(JSON.readTree(result.textValue()).path("results")).hasSize(4);
            case STRING_TWICE ->
                assertThat(JSON.readTree(JSON.readTree(result.textValue()).textValue()))
                        .hasSize(1);
            case ARRAY -> assertThat(result.get(0).path("results")).hasSize(4);
            case STRING_CUT -> {
                assertThat(result.textValue()).startsWith("[{");
                assertThatThrownBy(() -> JSON.readTree(result.textValue())).isInstanceOf(JsonProcessingException.class);
            }
            case EMPTY -> assertThat(result.textValue()).isEmpty();
            case NULL -> assertThat(result.isNull()).isTrue();
            case ABSENT -> assertThat(result.isMissingNode()).isTrue();
        }
    }

    @Test
    void a_verbatim_result_stands_as_it_is() throws Exception {
        script(Script.of(SourceType.MYSQL).writing(new ResultForm.Verbatim("{\"a\":[1,2]}")));

        assertThat(fixture.asked().path("Result").path("a")).hasSize(2);
    }

    @Test
    void states_may_be_any_word() throws Exception {
        script(Script.of(SourceType.MYSQL)
                .lasting(MINUTE)
                .running("queued \"up\"")
                .ending("error"));

        assertThat(fixture.asked().path("Description").asText()).isEqualTo("queued \"up\"");
        fixture.clock.advance(MINUTE);
        JsonNode end = fixture.asked();
        assertThat(end.path("Description").asText()).isEqualTo("error");
        assertThat(end.path("Progress").asInt()).isEqualTo(99);
    }

    @Test
    void errors_come_at_the_chosen_calls() throws Exception {
        script(Script.of(SourceType.MYSQL)
                .deviating(Deviation.at(2, new Answer.Refused(503, "ServiceUnavailable", "later")))
                .deviating(Deviation.between(
                        3, 4, new Answer.Refused(500, "InternalError", "broken").after(Duration.ofMillis(1500)))));
        List<String> seen = new ArrayList<>();
        for (int call = 1; call <= 5; call++) {
            HttpResponse<String> response = fixture.caller().ask(REF);
            seen.add(response.statusCode() + " " + code(response) + " "
                    + response.headers().firstValue("x-acs-retry-after").orElse("-"));
        }

        assertThat(seen)
                .containsExactly(
                        "200  -",
                        "503 ServiceUnavailable -",
                        "500 InternalError 1500",
                        "500 InternalError 1500",
                        "200  -");
    }

    @Test
    void a_slow_answer_comes_late() throws Exception {
        script(Script.of(SourceType.MYSQL).deviating(Deviation.slow(Duration.ofMillis(200))));

        long begun = System.nanoTime();
        JsonNode body = fixture.asked();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(body.path("Description").asText()).isEqualTo("completed");
    }

    @Test
    void an_answer_that_never_comes_leaves_the_connection_open() throws Exception {
        script(Script.of(SourceType.MYSQL).deviating(Deviation.at(1, Answer.Spoilt.NEVER)));

        CompletableFuture<HttpResponse<String>> never =
                fixture.caller().call(parameters(REF)).start();
        Awaitility.await()
                .until(() -> fixture.cloud().statistics().snapshot().codes().containsKey("NEVER"));

        assertThat(fixture.asked().path("Description").asText()).isEqualTo("completed");
        assertThat(never).isNotDone();
        never.cancel(true);
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.Spoilt.class,
            names = {"CUT_BEFORE_ANY_BYTE", "CUT_IN_MID_BODY"})
    void a_cut_answer_ends_the_connection(Answer.Spoilt cut) {
        script(Script.of(SourceType.MYSQL).deviating(Deviation.always(cut)));

        assertThatThrownBy(() -> fixture.caller().ask(REF)).isInstanceOf(IOException.class);
    }

    @Test
    void garbage_is_sent_as_scripted() throws Exception {
        script(Script.of(SourceType.MYSQL)
                .deviating(Deviation.at(1, Answer.html(502)))
                .deviating(Deviation.at(2, Answer.xml(403, "NoPermission")))
                .deviating(Deviation.at(3, Answer.Spoilt.TRUNCATED_JSON))
                .deviating(Deviation.at(4, new Answer.Verbatim(200, "", ""))));

        HttpResponse<String> html = fixture.caller().ask(REF);
        HttpResponse<String> xml = fixture.caller().ask(REF);
        HttpResponse<String> truncated = fixture.caller().ask(REF);
        HttpResponse<String> empty = fixture.caller().ask(REF);

        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(xml.body()).contains("<Error>", "<Code>NoPermission</Code>");
        assertThat(truncated.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> JSON.readTree(truncated.body())).isInstanceOf(JsonProcessingException.class);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void invalid_utf_8_is_no_utf_8() throws Exception {
        script(Script.of(SourceType.MYSQL).deviating(Deviation.always(Answer.Spoilt.INVALID_UTF_8)));

        byte[] body = fixture.caller().call(parameters(REF)).sendForBytes().body();

        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void an_oversized_answer_is_right_but_beyond_a_mebibyte() throws Exception {
        script(Script.of(SourceType.MYSQL).deviating(Deviation.always(Answer.Spoilt.OVERSIZED)));

        HttpResponse<String> response = fixture.caller().ask(REF);

        assertThat(response.body().length()).isGreaterThan(1 << 20);
        assertThat(CloudFixture.json(response).path("Description").asText()).isEqualTo("completed");
    }

    @Test
    void a_description_can_be_missing() throws Exception {
        script(Script.of(SourceType.MYSQL).deviating(Deviation.always(Answer.Spoilt.WITHOUT_DESCRIPTION)));

        JsonNode body = fixture.asked();

        assertThat(body.has("Description")).isFalse();
        assertThat(body.path("Progress").asInt()).isEqualTo(100);
    }

    @Test
    void a_dripped_answer_arrives_whole() throws Exception {
        script(Script.of(SourceType.MYSQL)
                .lasting(MINUTE)
                .deviating(Deviation.always(new Answer.Dripped(Duration.ofMillis(1)))));

        assertThat(fixture.asked().path("Description").asText()).isEqualTo("created");
    }

    @Test
    void an_unknown_task_is_answered_as_scripted() throws Exception {
        HttpResponse<String> guess = fixture.caller().ask(OTHER);
        assertThat(guess.statusCode()).isEqualTo(500);
        assertThat(code(guess)).isEqualTo("ServerError");

        fixture.cloud().answerUnknownTasks(Answer.Spoilt.WITHOUT_DESCRIPTION);
        JsonNode empty = CloudFixture.json(fixture.caller().ask(OTHER));
        assertThat(empty.fieldNames()).toIterable().containsExactly("RequestId");
    }

    @Test
    void a_task_asked_under_another_instance_or_region_is_unknown() throws Exception {
        script(Script.of(SourceType.MYSQL));

        assertThat(code(fixture.caller().ask(new PrecheckRef(REF.taskId(), OTHER.instanceUuid(), REF.uniRegionId()))))
                .isEqualTo("ServerError");
        assertThat(code(fixture.caller().ask(new PrecheckRef(REF.taskId(), REF.instanceUuid(), "eu-west-1"))))
                .isEqualTo("ServerError");
    }

    @Test
    void statistics_say_when_a_task_had_its_last_word() throws Exception {
        script(Script.of(SourceType.MYSQL).lasting(MINUTE).deviating(Deviation.at(2, Answer.Spoilt.TRUNCATED_JSON)));
        fixture.asked();
        fixture.clock.advance(MINUTE);
        fixture.caller().ask(REF);
        assertThat(fixture.cloud().statistics().snapshot().endOf(REF.taskId())).isEmpty();

        fixture.clock.advance(Duration.ofSeconds(1));
        Instant firstEnd = fixture.clock.instant();
        fixture.asked();
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.asked();

        CallStatistics.Snapshot counted = fixture.cloud().statistics().snapshot();
        assertThat(counted.endOf(REF.taskId())).isEqualTo(Optional.of(firstEnd));
        assertThat(counted.callsOf(REF.taskId())).isEqualTo(4);
        assertThat(counted.codes()).containsEntry("OK", 3).containsEntry("TRUNCATED_JSON", 1);
    }

    private void script(Script script) {
        fixture.cloud().script(REF, script);
    }
}
