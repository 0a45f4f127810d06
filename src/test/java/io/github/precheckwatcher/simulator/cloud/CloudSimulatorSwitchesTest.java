package io.github.precheckwatcher.simulator.cloud;

import static io.github.precheckwatcher.simulator.cloud.CloudFixture.KEY_ID;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.OTHER;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.REF;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.SECRET;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.TEMPORARY_KEY_ID;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.TOKEN;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.code;
import static io.github.precheckwatcher.simulator.cloud.VendorCaller.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.simulator.script.Answer;
import io.github.precheckwatcher.simulator.script.Deviation;
import io.github.precheckwatcher.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudSimulatorSwitchesTest {
    @RegisterExtension
    final CloudFixture fixture = new CloudFixture();

    private CloudSimulator cloud;
    private VendorCaller caller;

    @BeforeEach
    void script_two_prechecks() {
        cloud = fixture.cloud();
        caller = fixture.caller();
        cloud.script(REF, Script.of(SourceType.MSSQL));
        cloud.script(OTHER, Script.of(SourceType.MYSQL));
    }

    @Test
    void a_revoked_permission_is_refused_with_the_action_to_grant() throws Exception {
        cloud.account().revoke();

        HttpResponse<String> response = caller.ask(REF);

        assertThat(response.statusCode()).isEqualTo(403);
        JsonNode body = CloudFixture.json(response);
        assertThat(body.path("Code").asText()).isEqualTo("NoPermission");
        assertThat(body.path("AccessDeniedDetail").path("AuthAction").asText())
                .isEqualTo("yundun-sas:QueryPreCheckDatabase");
        cloud.account().grant();
        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);
    }

    @Test
    void a_permission_can_be_revoked_for_some_tasks_alone() throws Exception {
        cloud.account().revoke(List.of(REF.taskId()));

        assertThat(code(caller.ask(REF))).isEqualTo("NoPermission");
        assertThat(caller.ask(OTHER).statusCode()).isEqualTo(200);
    }

    @Test
    void refused_calls_do_not_move_a_script_on() throws Exception {
        cloud.script(REF, Script.of(SourceType.MSSQL).deviating(Deviation.at(1, Answer.SERVER_ERROR)));
        cloud.account().revoke();
        caller.ask(REF);
        cloud.account().grant();

        assertThat(code(caller.ask(REF))).isEqualTo("ServerError");
        assertThat(cloud.statistics().snapshot().callsOf(REF.taskId())).isEqualTo(2);
    }

    @Test
    void a_rotated_secret_refuses_the_old_one() throws Exception {
        cloud.account().rotate("newer");

        assertThat(code(caller.ask(REF))).isEqualTo("SignatureDoesNotMatch");
        assertThat(caller.with(KEY_ID, "newer").ask(REF).statusCode()).isEqualTo(200);
    }

    @Test
    void calls_above_the_rate_are_throttled_until_time_passes() throws Exception {
        cloud.account().limit(Optional.of(new RateLimit(2, 400, Optional.of(Duration.ofMillis(700)))));

        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);
        assertThat(caller.ask(OTHER).statusCode()).isEqualTo(200);
        HttpResponse<String> third = caller.ask(REF);
        assertThat(third.statusCode()).isEqualTo(400);
        assertThat(code(third)).isEqualTo("Throttling.User");
        assertThat(third.headers().firstValue("x-acs-retry-after")).hasValue("700");

        fixture.clock.advance(Duration.ofMillis(500));
        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);
        assertThat(caller.ask(REF).statusCode()).isEqualTo(400);
        cloud.account().limit(Optional.empty());
        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);
    }

    @Test
    void each_key_has_its_own_rate() throws Exception {
        cloud.account().limit(Optional.of(RateLimit.of(1)));
        caller.ask(REF);

        assertThat(caller.ask(REF).statusCode()).isEqualTo(429);
        assertThat(caller.with(TEMPORARY_KEY_ID, SECRET)
                        .call(parameters(REF))
                        .header("x-acs-security-token", TOKEN)
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_dead_network_closes_pooled_and_new_connections_until_it_is_up() throws Exception {
        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);
        cloud.network(Network.DEAD);

        assertThatThrownBy(() -> caller.ask(REF)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fixture.caller().ask(REF)).isInstanceOf(IOException.class);
        cloud.network(Network.UP);
        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);
    }

    @Test
    void a_silent_network_answers_nobody() throws Exception {
        cloud.network(Network.SILENT);

        CompletableFuture<HttpResponse<String>> call =
                caller.call(parameters(REF)).start();
        Awaitility.await().until(() -> cloud.statistics().snapshot().calls() == 1);

        assertThat(call).isNotDone();
        call.cancel(true);
    }

    @Test
    void echoing_messages_repeat_what_must_not_be_shown() throws Exception {
        cloud.account(TEMPORARY_KEY_ID).orElseThrow().echo(true);
        cloud.account(TEMPORARY_KEY_ID).orElseThrow().revoke();

        HttpResponse<String> response = caller.with(TEMPORARY_KEY_ID, SECRET)
                .call(parameters(REF))
                .header("x-acs-security-token", TOKEN)
                .send();

        assertThat(CloudFixture.json(response).path("Message").asText())
                .startsWith("caller has no permission")
                .contains(SECRET, TOKEN, "Signature=");
    }

    @Test
    void messages_do_not_echo_unless_asked_to() throws Exception {
        cloud.account().revoke();

        assertThat(caller.ask(REF).body()).doesNotContain(SECRET, "Signature=");
    }

    @Test
    void calls_are_counted_in_buckets_of_a_tenth_of_a_second() throws Exception {
        caller.ask(REF);
        caller.ask(OTHER);
        fixture.clock.advance(Duration.ofMillis(250));
        caller.with("nobody", "x").ask(REF);

        CallStatistics.Snapshot counted = cloud.statistics().snapshot();
        assertThat(counted.calls()).isEqualTo(3);
        assertThat(counted.buckets()).containsExactly(2, 0, 1);
        assertThat(counted.mostWithin(Duration.ofMillis(200))).isEqualTo(2);
        assertThat(counted.mostWithin(Duration.ofMillis(300))).isEqualTo(3);
        assertThat(counted.callsByTask()).containsEntry(REF.taskId(), 2).containsEntry(OTHER.taskId(), 1);
        assertThat(counted.codes()).containsEntry("OK", 2).containsEntry("InvalidAccessKeyId.NotFound", 1);
    }

    @Test
    void another_process_turns_every_switch() throws Exception {
        assertThat(fixture.turn("permission?granted=false", "")).isEqualTo(204);
        assertThat(code(caller.ask(REF))).isEqualTo("NoPermission");
        fixture.turn("permission?granted=true", "");
        fixture.turn("permission?granted=false&task=" + REF.taskId() + "&task=other", "");
        assertThat(code(caller.ask(REF))).isEqualTo("NoPermission");
        assertThat(caller.ask(OTHER).statusCode()).isEqualTo(200);
        fixture.turn("permission?granted=true", "");

        fixture.turn("secret", "newer");
        assertThat(code(caller.ask(REF))).isEqualTo("SignatureDoesNotMatch");
        fixture.turn("secret", SECRET);

        fixture.turn("key?active=false", "");
        assertThat(code(caller.ask(REF))).isEqualTo("InvalidAccessKeyId.Inactive");
        fixture.turn("key?active=true", "");

        fixture.turn("echo?on=true", "");
        assertThat(caller.with(KEY_ID, "wrong").ask(REF).body()).contains(SECRET);
        fixture.turn("echo?on=false", "");

        fixture.turn("throttle?rate=1&status=400&retry-after=1500", "");
        caller.ask(REF);
        HttpResponse<String> throttled = caller.ask(REF);
        assertThat(throttled.statusCode()).isEqualTo(400);
        assertThat(throttled.headers().firstValue("x-acs-retry-after")).hasValue("1500");
        fixture.turn("throttle?rate=0", "");

        fixture.turn("network?state=dead", "");
        assertThatThrownBy(() -> caller.ask(REF)).isInstanceOf(IOException.class);
        fixture.turn("network?state=up", "");
        assertThat(caller.ask(REF).statusCode()).isEqualTo(200);

        fixture.turn("token?key=" + TEMPORARY_KEY_ID, "another");
        assertThat(code(caller.with(TEMPORARY_KEY_ID, SECRET)
                        .call(parameters(REF))
                        .header("x-acs-security-token", TOKEN)
                        .send()))
                .isEqualTo("InvalidSecurityToken.MismatchWithAccessKey");
        fixture.turn("token?expired=true&key=" + TEMPORARY_KEY_ID, "");
        assertThat(code(caller.with(TEMPORARY_KEY_ID, SECRET)
                        .call(parameters(REF))
                        .header("x-acs-security-token", "another")
                        .send()))
                .isEqualTo("InvalidSecurityToken.Expired");
    }

    @Test
    void another_process_reads_and_resets_the_statistics() throws Exception {
        caller.ask(REF);

        JsonNode counted = statistics();

        assertThat(counted.path("calls").asInt()).isEqualTo(1);
        assertThat(counted.path("bucketMillis").asInt()).isEqualTo(100);
        assertThat(counted.path("buckets")).hasSize(1);
        assertThat(counted.path("callsByTask").path(REF.taskId()).asInt()).isEqualTo(1);
        assertThat(counted.path("endedByTask").path(REF.taskId()).asLong())
                .isEqualTo(fixture.clock.instant().toEpochMilli());
        assertThat(counted.path("startedAt").asLong())
                .isEqualTo(fixture.clock.instant().toEpochMilli());
        fixture.turn("statistics/reset", "");
        assertThat(statistics().path("calls").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permission",
                "permission?granted=perhaps",
                "network?state=odd",
                "throttle",
                "throttle?rate=-1",
                "throttle?rate=x",
                "secrets",
                "echo?on=true&key=nobody"
            })
    void a_switch_that_is_not_there_or_ill_turned_is_refused(String switched) throws Exception {
        assertThat(fixture.turn(switched, "")).isEqualTo(400);
    }

    private JsonNode statistics() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cloud.endpoint() + "simulator/statistics"))
                .build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
