package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.notify.Notifications.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.http.ProblemDetails;
import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.node.Node;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Instant FUTURE = NOW.plus(Duration.ofDays(3650));

    @TestHTTPResource("/")
    URI root;

    @Inject
    Clock clock;

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    @Inject
    AlertStore alerts;

    @Inject
    WatchStore watchStore;

    @Inject
    NodeStore nodes;

    @Inject
    TestReceiver receiver;

    @Inject
    ConfigFolderBuilder files;

    private DescribedAnswers described;

    @BeforeEach
    void read_what_is_described() throws IOException, InterruptedException {
        described =
                new DescribedAnswers(HTTP.send(request(root.resolve("q/openapi?format=json")), BodyHandlers.ofString())
                        .body());
    }

    @BeforeEach
    void empty() {
        // one transaction, and locked first: the dispatcher may be recording an attempt that a replay woke
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        database.execute("delete from message");
        database.execute("delete from notifier");
        database.execute("delete from alert");
        database.execute("delete from node");
        receiver.answering(204);
        files.application("");
    }

    @Test
    void deliveries_come_in_pages_that_name_the_next_one() {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        owe("d2", "log", "orders-db", "FAILED", NOW.plusSeconds(1));
        owe("d3", "ops", "billing-db", "PASSED", NOW.plusSeconds(2));

        HttpResponse<String> response = get("api/v1/deliveries?limit=2");
        JsonNode first = json(response);
        JsonNode second = json(send(request(linked(response))));

        assertThat(ids(first)).containsExactly("d3", "d2");
        assertThat(ids(second)).containsExactly("d1");
        assertThat(second.has("next")).isFalse();
        assertThat(ids(json(get(
                        "api/v1/deliveries?limit=2&after=" + first.path("next").asText()))))
                .containsExactly("d1");
        assertThat(JSON.valueToTree(first.path("deliveries").get(1)).toString())
                .isEqualTo("{\"id\":\"d2\",\"event\":\"event-d2\",\"type\":\"VERDICT\",\"subject\":\"orders-db\","
                        + "\"outcome\":\"FAILED\",\"notifier\":\"log\",\"state\":\"PENDING\",\"attempts\":0,"
                        + "\"occurredAt\":\"2026-11-24T08:15:31.123Z\",\"nextAt\":\"" + FUTURE + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "notifier=ops, d3 d1",
        "state=dead, d1",
        "outcome=failed, d2 d1",
        "subject=billing-db, d3",
        "since=2026-11-24T08:15:31.123Z, d3 d2",
        "since=2026-11-24T16:15:31.123+08:00, d3 d2",
        "until=2026-11-24T08:15:31Z, d1",
        "id=d1&id=d3, d3 d1",
        "notifier=ops&outcome=PASSED, d3"
    })
    void deliveries_are_filtered(String query, String expected) {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        owe("d2", "log", "orders-db", "FAILED", NOW.plusSeconds(1));
        owe("d3", "ops", "billing-db", "PASSED", NOW.plusSeconds(2));
        kill("d1");

        assertThat(ids(json(get("api/v1/deliveries?" + query)))).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stat=DEAD | unknown query parameter stat; known are id, notifier, state, outcome, subject, since, until, after, limit",
                "state=LOST | state is none of PENDING, DELIVERED, DEAD",
                "outcome=BAD | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED, INFO",
                "outcome=FAILED,ERROR | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED, INFO",
                "notifier=nosuch | there is no notifier nosuch; known are log, ops",
                "id=none | there is no delivery none",
                "since=2026-11-24T08:00:00Z&until=2026-11-24T08:00:00Z | until is not after since, so no event is between them",
                "state=DEAD&state=PENDING | state stands in the query more than once",
                "notifier= | notifier is empty; leave it out for all",
                "limit=0 | limit is no number from 1 to 500",
                "limit=501 | limit is no number from 1 to 500",
                "limit=many | limit is no number from 1 to 500",
                "since=yesterday | since is no time like 2026-11-24T08:15:30Z",
                "after=d1 | after is no cursor; take next of the page before"
            })
    void what_a_query_says_wrongly_is_reported_with_what_would_be_right(String query, String detail) {
        HttpResponse<String> response = get("api/v1/deliveries?" + query);

        assertProblem(response, 400, "bad-request");
        assertThat(json(response).path("detail").asText()).isEqualTo(detail);
    }

    @Test
    void one_delivery_is_shown_with_its_body_and_attempts() {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        kill("d1");

        JsonNode delivery = json(get("api/v1/deliveries/d1"));

        assertThat(delivery.path("state").asText()).isEqualTo("DEAD");
        assertThat(delivery.path("body").asText()).isEqualTo("{\"body\":\"d1\"}");
        assertThat(delivery.path("history").toString())
                .isEqualTo("[{\"endedAt\":\"" + FUTURE + "\",\"counted\":true,\"state\":\"DEAD\",\"status\":410,"
                        + "\"error\":\"HTTP 410\"}]");
    }

    @Test
    void nobody_but_this_machine_is_served() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        assumeThat(others).as("addresses that others know").isNotEmpty();

        assertThat(others)
                .allSatisfy(address -> assertThatThrownBy(() -> new Socket(address, root.getPort()).close())
                        .isInstanceOf(IOException.class));
    }

    @Test
    void a_request_that_is_too_large_is_a_problem() {
        assertProblem(post("api/v1/route", " ".repeat(300_000)), 413, "too-large");
    }

    @Test
    void a_reload_answers_what_has_changed_or_every_mistake() {
        files.application("");
        post("api/v1/reload", "");
        files.application(
                "watcher: { environment: other, accounts: { more: { endpoint: 'https://tds.example.com/' } } }\n");

        assertThat(json(post("api/v1/reload", "")).toString())
                .isEqualTo("{\"tasks\":{\"added\":[],\"changed\":[],\"removed\":[]},"
                        + "\"notifiers\":{\"added\":[],\"changed\":[],\"removed\":[]},"
                        + "\"accounts\":{\"added\":[\"more\"],\"changed\":[],\"removed\":[]},"
                        + "\"keys\":[\"watcher.environment\"],\"restart\":[],\"tasksWait\":false}");

        files.application("watcher: { environmen: other, store: h3 }\n");
        HttpResponse<String> refused = post("api/v1/reload", "{}");

        assertProblem(refused, 422, "config-refused");
        assertThat(json(refused).path("detail").asText())
                .isEqualTo("the files have 2 mistakes; what was in effect stays in effect");
        assertThat(json(refused).path("mistakes")).hasSize(2);
        assertThat(json(refused).path("mistakes").get(0).asText())
                .endsWith("application.yaml:1: watcher.environmen: unknown key; did you mean environment?");
    }

    @Test
    void the_configuration_in_effect_is_shown_without_secrets() {
        files.variable("FOLDER_OF_DATA", "elsewhere").application("""
                        watcher:
                          retention: 7d
                          environment: ${FOLDER_OF_DATA}
                          notifiers: { ops: { type: webhook, url: 'https://hooks.example.com/token', secret: %s } }
                        """.formatted(Notifications.SECRET));
        post("api/v1/reload", "");

        JsonNode config = json(get("api/v1/config"));
        String version = config.path("version").asText();

        assertThat(config.path("successful").asBoolean()).isTrue();
        assertThat(config.path("tasks").asInt()).isEqualTo(1);
        assertThat(config.path("values").toString())
                .isEqualTo("{\"watcher.environment\":\"***\",\"watcher.notifiers.ops.secret\":\"***\","
                        + "\"watcher.notifiers.ops.type\":\"WEBHOOK\",\"watcher.notifiers.ops.url\":\"***\","
                        + "\"watcher.retention\":\"7d\"}");

        files.application("watcher: { environmen: other }\n");
        post("api/v1/reload", "");
        config = json(get("api/v1/config"));

        assertThat(config.path("version").asText()).isEqualTo(version);
        assertThat(config.path("successful").asBoolean()).isFalse();
        assertThat(config.path("mistakes")).hasSize(1);
    }

    @Test
    void an_unknown_delivery_is_not_found() {
        HttpResponse<String> response = get("api/v1/deliveries/none");

        assertProblem(response, 404, "not-found");
        assertThat(json(response).path("detail").asText()).isEqualTo("there is no delivery none");
        assertProblem(post("api/v1/deliveries/none/replay", ""), 404, "not-found");
    }

    @Test
    void a_dry_run_counts_and_changes_nothing() {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        kill("d1");

        JsonNode answer = json(post("api/v1/deliveries/replay", "{\"all\":true,\"dryRun\":true}"));

        assertThat(answer.toString()).isEqualTo("{\"count\":1,\"dryRun\":true}");
        assertThat(outbox.counts()).containsOnlyKeys(new Outbox.Key("ops", State.DEAD));
    }

    @Test
    void what_is_replayed_goes_out_at_once_with_its_old_id_and_body() {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        owe("d2", "log", "orders-db", "FAILED", NOW);
        kill("d1");
        kill("d2");

        JsonNode answer = json(post("api/v1/deliveries/replay", "{\"notifier\":\"ops\"}"));

        assertThat(answer.toString()).isEqualTo("{\"count\":1,\"dryRun\":false}");
        await().until(() -> outbox.counts().containsKey(new Outbox.Key("ops", State.DELIVERED)));
        assertThat(receiver.received()).singleElement().satisfies(webhook -> {
            assertThat(webhook.id()).contains("event-d1");
            assertThat(webhook.body()).isEqualTo("{\"body\":\"d1\"}");
        });
        assertThat(outbox.counts()).containsKey(new Outbox.Key("log", State.DEAD));
    }

    @Test
    void one_dead_delivery_is_replayed_by_its_id_and_no_other() {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        kill("d1");

        assertThat(json(post("api/v1/deliveries/d1/replay", "")).path("count").asInt())
                .isEqualTo(1);
        await().until(() -> outbox.counts().containsKey(new Outbox.Key("ops", State.DELIVERED)));
        HttpResponse<String> again = post("api/v1/deliveries/d1/replay", "{}");

        assertProblem(again, 409, "conflict");
        assertThat(json(again).path("detail").asText())
                .isEqualTo("the delivery d1 is DELIVERED; to send it again on purpose say state: DELIVERED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no filter is given; all: true replays every DEAD delivery",
                "{\"dryRun\":true} | no filter is given; all: true replays every DEAD delivery",
                "{\"all\":true,\"notifier\":\"ops\"} | all stands beside a filter; keep one of the two",
                "{\"notifer\":\"ops\"} | unknown key notifer; known are all, dryRun, ids, notifier, outcome, reason, since, state, subject, until",
                "{\"since\":\"yesterday\"} | since cannot be read as a time like 2026-11-24T08:15:30Z",
                "[] | the body is no JSON object as /q/openapi describes it",
                "{\"all\": | the body is no JSON: see line 1, column 8",
                "`` | the body is empty; it names a filter, or all: true"
            })
    void a_replay_of_nobody_knows_what_is_refused(String body, String detail) {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        kill("d1");

        HttpResponse<String> response = post("api/v1/deliveries/replay", body);

        assertProblem(response, 400, "bad-request");
        assertThat(json(response).path("detail").asText()).isEqualTo(detail);
        assertThat(outbox.counts()).containsOnlyKeys(new Outbox.Key("ops", State.DEAD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"notifier\":\"ops\",\"notifier\":\"log\"} | the body has a key twice: see line 1, column 29",
                "{\"notifier\":\"ops\",\"until\":\"\"} | until cannot be read as a time like 2026-11-24T08:15:30Z",
                "{\"notifier\":5} | notifier cannot be read as a text",
                "{\"notifier\":\"ops\",\"dryRun\":\"true\"} | dryRun cannot be read as true or false",
                "{\"notifier\":\"ops\",\"dryRun\":1} | dryRun cannot be read as true or false",
                "{\"ids\":\"\",\"all\":true} | ids cannot be read as a list"
            })
    void a_body_that_could_be_read_as_another_filter_is_refused(String body, String detail) {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        kill("d1");

        HttpResponse<String> response = post("api/v1/deliveries/replay", body);

        assertProblem(response, 400, "bad-request");
        assertThat(json(response).path("detail").asText()).isEqualTo(detail);
        assertThat(outbox.counts()).containsOnlyKeys(new Outbox.Key("ops", State.DEAD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-32LE", "UTF-32BE", "3412"})
    void a_body_in_an_encoding_of_no_json_is_a_problem(String encoding) {
        byte[] bytes = encoding.equals("3412")
                ? new byte[] {(byte) 0xFE, (byte) 0xFF, 0, 0, 0, 0x7B, 0, 0}
                : "\uFEFF{\"notifier\":".getBytes(java.nio.charset.Charset.forName(encoding));

        assertProblem(
                send(HttpRequest.newBuilder(root.resolve("api/v1/deliveries/replay"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build()),
                400,
                "bad-request");
    }

    @Test
    void notifiers_are_listed_without_address_or_secret() {
        owe("d1", "ops", "orders-db", "FAILED", NOW);
        owe("d2", "ops", "billing-db", "FAILED", NOW);
        owe("d3", "gone", "orders-db", "FAILED", NOW);
        kill("d2");
        Instant soon = clock.instant().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
        database.execute("insert into notifier (name, paused_until) values ('ops', '" + soon + "')");

        HttpResponse<String> response = get("api/v1/notifiers");

        assertThat(response.body())
                .isEqualTo("[{\"name\":\"log\",\"kind\":\"log\",\"state\":\"OK\","
                        + "\"deliveries\":{\"PENDING\":0,\"DELIVERED\":0,\"DEAD\":0}},"
                        + "{\"name\":\"ops\",\"kind\":\"webhook\",\"state\":\"PAUSED\",\"until\":\"" + soon + "\","
                        + "\"deliveries\":{\"PENDING\":1,\"DELIVERED\":0,\"DEAD\":1}},"
                        + "{\"name\":\"gone\",\"state\":\"NOT_CONFIGURED\","
                        + "\"deliveries\":{\"PENDING\":1,\"DELIVERED\":0,\"DEAD\":0}}]");
    }

    @Test
    void a_pause_that_no_right_clock_can_have_written_is_none() {
        database.execute("insert into notifier (name, paused_until) values ('ops', '" + FUTURE + "')");

        assertThat(json(get("api/v1/notifiers")).get(1).path("state").asText()).isEqualTo("OK");
    }

    @Test
    void a_notifier_that_is_down_says_since_when_and_when_it_is_tried_again() {
        database.execute("insert into notifier (name, down_since, next_probe_at)"
                + " values ('ops', '2026-11-24T08:00:00Z', '2026-11-24T08:05:00Z')");

        JsonNode ops = json(get("api/v1/notifiers")).get(1);

        assertThat(ops.path("state").asText()).isEqualTo("DOWN");
        assertThat(ops.path("since").asText()).isEqualTo("2026-11-24T08:00:00Z");
        assertThat(ops.path("nextProbeAt").asText()).isEqualTo("2026-11-24T08:05:00Z");
        assertThat(ops.has("until")).isFalse();
    }

    @Test
    void a_sample_goes_the_notifier_s_own_way_and_is_not_kept() throws IOException {
        JsonNode answer = json(post("api/v1/notifiers/ops/test", ""));

        assertThat(answer.toString()).isEqualTo("{\"notifier\":\"ops\",\"result\":\"DELIVERED\",\"status\":204}");
        assertThat(receiver.received()).hasSize(1);
        TestReceiver.Received sample = receiver.received().get(0);
        assertThat(sample.signature()).isPresent();
        assertThat(JSON.readTree(sample.body()).path("type").asText()).isEqualTo(MessageType.TEST.eventType());
        assertThat(outbox.counts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401, FAILED, check the secret",
        "404, FAILED, check its path",
        "302, FAILED, redirects are not followed",
        "410, GONE, switched off",
        "429, PAUSED, too many messages",
        "500, FAILED, in trouble"
    })
    void a_sample_that_is_refused_says_what_the_answer_means(int status, String result, String meaning) {
        receiver.answering(status);

        HttpResponse<String> response = post("api/v1/notifiers/ops/test", "");
        JsonNode answer = json(response);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.path("result").asText()).isEqualTo(result);
        assertThat(answer.path("status").asInt()).isEqualTo(status);
        assertThat(answer.path("error").asText()).isNotEmpty();
        assertThat(answer.path("meaning").asText()).contains(meaning);
        assertThat(response.body()).doesNotContain(TestReceiver.TOKEN, Notifications.SECRET);
    }

    @Test
    void a_sample_for_nobody_says_who_there_is() {
        HttpResponse<String> response = post("api/v1/notifiers/opps/test", "");

        assertProblem(response, 404, "not-found");
        assertThat(json(response).path("detail").asText()).isEqualTo("no notifier is called opps; there are log, ops");
    }

    @Test
    void a_route_says_who_would_be_notified_and_shows_the_message() throws IOException {
        JsonNode answer = json(post(
                "api/v1/route",
                "{\"outcome\":\"failed\",\"name\":\"orders-db\",\"sourceType\":\"MYSQL\",\"changed\":true,"
                        + "\"labels\":{\"env\":\"prod\"}}"));

        assertThat(answer.path("summary").asText()).startsWith("orders-db: ").contains("failed");
        assertThat(answer.path("told").findValuesAsText("notifier")).containsExactly("log", "ops");
        assertThat(answer.path("told").get(1).path("kind").asText()).isEqualTo("webhook");
        JsonNode body = JSON.readTree(answer.path("told").get(1).path("body").asText());
        assertThat(body.path("data").path("outcome").asText()).isEqualTo("FAILED");
        assertThat(body.path("data").path("watch").path("labels").path("env").asText())
                .isEqualTo("prod");
        assertThat(answer.path("others")).isEmpty();
        assertThat(receiver.received()).isEmpty();
        assertThat(outbox.counts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"outcome\":\"PASSED\"}",
                "{\"outcome\":\"FAILED\"}",
                "{\"outcome\":\"FAILED\",\"sourceType\":\"ORACLE\"}",
                "{\"outcome\":\"FAILED\",\"sourceType\":\"MYSQL\",\"region\":\"cn-beijing\"}",
                "{\"outcome\":\"FAILED\",\"sourceType\":\"MYSQL\",\"changed\":false}",
                "{\"outcome\":\"FAILED\",\"sourceType\":\"MYSQL\",\"notifiers\":[\"log\"]}"
            })
    void a_route_names_those_who_would_not_be_notified(String request) {
        JsonNode answer = json(post("api/v1/route", request));

        assertThat(answer.path("told").findValuesAsText("notifier")).containsExactly("log");
        assertThat(answer.path("others").toString()).isEqualTo("[\"ops\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSED", "WARNING", "FAILED", "ERROR", "UNKNOWN", "TIMED_OUT", "ABANDONED", "CANCELLED"})
    void every_outcome_can_be_tried(String outcome) {
        JsonNode answer = json(post("api/v1/route", "{\"outcome\":\"" + outcome + "\",\"sourceType\":\"MSSQL\"}"));

        assertThat(answer.path("outcome").asText()).isEqualTo(outcome);
        assertThat(answer.path("told").size() + answer.path("others").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | outcome is missing; it says how the verdict ends",
                "{\"outcome\":\"GREEN\"} | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED",
                "{\"outcome\":\"PASSED\",\"notifiers\":[\"opps\"]} | no notifier is called opps; there are log, ops"
            })
    void a_verdict_that_cannot_be_is_refused(String request, String detail) {
        HttpResponse<String> response = post("api/v1/route", request);

        assertProblem(response, 400, "bad-request");
        assertThat(json(response).path("detail").asText()).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", ""})
    void a_page_whose_name_was_rebound_to_this_address_is_refused(String host) throws IOException {
        assertThat(raw("/api/v1/notifiers", host)).startsWith("HTTP/1.1 403").contains("problem:foreign-host");
        assertThat(raw("/q/openapi", host)).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080"})
    void loopback_s_own_names_are_served(String host) throws IOException {
        assertThat(raw("/api/v1/notifiers", host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""})
    void what_a_page_can_send_without_asking_first_is_refused(String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve("api/v1/deliveries/replay"))
                .POST(BodyPublishers.ofString("{\"all\":true}"));
        if (!contentType.isEmpty()) {
            request.header("content-type", contentType);
        }

        assertProblem(send(request.build()), 415, "unsupported-media-type");
    }

    @Test
    void what_there_is_not_is_reported_in_the_same_form() {
        assertProblem(get("nothing"), 404, "not-found");
        assertProblem(get("q/nothing"), 404, "not-found");
        assertProblem(get("api/v1/nothing"), 404, "not-found");
        assertProblem(post("api/v1/nothing", "{}"), 404, "not-found");
        assertProblem(get("api/v1/notifiers?name=ops"), 400, "bad-request");
        assertProblem(
                send(HttpRequest.newBuilder(root.resolve("api/v1/alerts"))
                        .header("accept", "text/html")
                        .build()),
                406,
                "not-acceptable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | api/v1/deliveries | GET, HEAD, OPTIONS",
                "PUT | api/v1/deliveries/d1 | GET, HEAD, OPTIONS",
                "DELETE | api/v1/deliveries/d1/replay | OPTIONS, POST",
                "GET | api/v1/route | OPTIONS, POST",
                "TRACE | api/v1/notifiers/ops/test | OPTIONS, POST",
                "INVENTED | api/v1/alerts | GET, HEAD, OPTIONS",
                "POST | q/openapi | GET, HEAD, OPTIONS",
                "PUT | q/openapi | GET, HEAD, OPTIONS"
            })
    void a_method_that_a_path_does_not_take_is_refused_with_those_that_it_takes(
            String method, String path, String allowed) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve(path)).method(method, BodyPublishers.noBody());
        if (method.equals("POST")) {
            request.header("content-type", "application/json");
        }
        HttpResponse<String> response = send(request.build());

        assertProblem(response, 405, "method-not-allowed");
        assertThat(response.headers().allValues("allow")).containsExactly(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api/v1/alerts | GET, HEAD, OPTIONS",
                "api/v1/deliveries | GET, HEAD, OPTIONS",
                "api/v1/deliveries/d1 | GET, HEAD, OPTIONS",
                "api/v1/alerts/acknowledge | OPTIONS, POST",
                "q/openapi | GET, HEAD, OPTIONS"
            })
    void options_names_the_methods_of_a_path_alone(String path, String allowed) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(root.resolve(path))
                .method("OPTIONS", BodyPublishers.noBody())
                .build());

        assertThat(response.statusCode()).isBetween(200, 204);
        assertThat(response.headers().allValues("allow")).containsExactly(allowed);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/v1/deliveries", "api/v1/notifiers"})
    void head_answers_as_get_does_without_a_body(String path) {
        HttpResponse<String> got = get(path);
        HttpResponse<String> head = send(HttpRequest.newBuilder(root.resolve(path))
                .method("HEAD", BodyPublishers.noBody())
                .build());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-type"))
                .isEqualTo(got.headers().firstValue("content-type"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void a_fault_of_ours_is_a_problem_without_its_inner_life() {
        fire("one");
        database.execute("update alert set body = 'no JSON'");

        HttpResponse<String> response = get("api/v1/alerts");

        assertProblem(response, 500, "internal");
        assertThat(response.body()).doesNotContain("Exception", "no JSON");
    }

    @Test
    void a_store_that_fails_is_reported_without_its_inner_life() {
        database.execute("alter table delivery rename to hidden");
        try {
            HttpResponse<String> response = get("api/v1/deliveries");

            assertProblem(response, 503, "store-unavailable");
            assertThat(response.body()).doesNotContain("delivery", "Exception", "sql");
        } finally {
            database.execute("alter table hidden rename to delivery");
        }
    }

    @Test
    void an_alert_is_listed_while_it_fires_and_ends_when_it_is_acknowledged() {
        Alert firing = fire("one");

        assertThat(json(get("api/v1/alerts")).toString())
                .isEqualTo("[{\"notifier\":\"am\",\"account\":\"default\",\"region\":\"cn-hangzhou\","
                        + "\"instance\":\"one\",\"watch\":\"orders-db\",\"outcome\":\"FAILED\","
                        + "\"summary\":\"orders-db: FAILED\",\"since\":\"" + NOW + "\",\"until\":\""
                        + NOW.plusSeconds(60) + "\"}]");
        String one = "{\"account\":\"default\",\"region\":\"cn-hangzhou\",\"instance\":\"one\"}";
        assertThat(post("api/v1/alerts/acknowledge", one).statusCode()).isEqualTo(200);

        assertThat(json(get("api/v1/alerts"))).isEmpty();
        assertThat(alerts.find(List.of(firing.key())))
                .allMatch(alert -> alert.acknowledged() && alert.dueAt().isPresent());
        HttpResponse<String> again = post("api/v1/alerts/acknowledge", one);
        assertProblem(again, 404, "not-found");
        assertThat(json(again).path("detail").asText())
                .isEqualTo("no alert of instance one in cn-hangzhou of account default burns");
    }

    @Test
    void alerts_come_in_pages_that_a_link_joins() {
        for (int i = 0; i < 5; i++) {
            fire("instance-" + i);
        }
        List<String> found = new ArrayList<>();
        Optional<String> next = Optional.of("/api/v1/alerts?limit=2");
        int pages = 0;
        while (next.isPresent()) {
            HttpResponse<String> page = get(next.get());
            pages++;
            json(page).forEach(alert -> found.add(alert.path("instance").asText()));
            next = page.headers()
                    .firstValue("link")
                    .map(link -> URI.create(link.substring(1, link.indexOf('>'))))
                    .map(link -> link.getRawPath() + "?" + link.getRawQuery());
        }

        assertThat(pages).isEqualTo(3);
        assertThat(found)
                .containsExactlyInAnyOrder("instance-0", "instance-1", "instance-2", "instance-3", "instance-4");
        assertProblem(get("api/v1/alerts?limit=501"), 400, "bad-request");
        assertProblem(get("api/v1/alerts?after=nowhere"), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"account\":\"default\",\"region\":\" \",\"instance\":\"one\"}"})
    void an_acknowledgement_names_one_instance(String body) {
        fire("one");

        assertProblem(post("api/v1/alerts/acknowledge", body), 400, "bad-request");
        assertThat(json(get("api/v1/alerts"))).hasSize(1);
    }

    private Alert fire(String instance) {
        Alert firing = new Alert(
                new AlertKey("am", "default", "cn-hangzhou", instance),
                Alert.State.FIRING,
                "v1",
                NOW,
                "{\"annotations\":{\"watch\":\"orders-db\",\"outcome\":\"FAILED\",\"summary\":\"orders-db: FAILED\"}}",
                NOW,
                Optional.empty(),
                NOW.plusSeconds(60),
                Optional.of(NOW),
                false);
        return alerts.change(firing.key(), kept -> Optional.of(firing)).orElseThrow();
    }

    @Test
    void the_nodes_are_listed_and_a_dead_one_is_stale() {
        nodes.write(new Node("n-1", "host-1", "1.0", "hash-1"));
        nodes.write(new Node("n-2", "host-2", "1.1", "hash-2"));
        database.execute("update node set seen_at = '2026-11-24T08:15:30Z' where id = 'n-2'");

        JsonNode list = json(get("api/v1/nodes"));

        assertThat(list).hasSize(2);
        assertThat(Instant.parse(list.get(0).path("seenAt").asText()))
                .isBetween(clock.instant().minusSeconds(30), clock.instant().plusSeconds(30));
        assertThat(list.get(0).path("state").asText()).isEqualTo("ALIVE");
        assertThat(list.get(1).toString())
                .isEqualTo("{\"id\":\"n-2\",\"host\":\"host-2\",\"version\":\"1.1\",\"state\":\"STALE\","
                        + "\"seenAt\":\"2026-11-24T08:15:30Z\",\"tasksHash\":\"hash-2\"}");
        assertProblem(get("api/v1/nodes?state=ALIVE"), 400, "bad-request");
    }

    @Test
    void every_resource_is_described_in_the_open_api_document() {
        JsonNode document = json(get("q/openapi?format=json"));
        var operations = new TreeSet<String>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    operations.add(operation.getKey() + " " + path.getKey());
                    assertThat(operation.getValue().path("summary").asText()).isNotEmpty();
                    assertThat(operation.getValue().path("description").asText())
                            .isNotEmpty();
                    assertThat(operation.getValue().path("operationId").asText())
                            .isNotEmpty();
                }));

        assertThat(operations)
                .containsExactly(
                        "delete /api/v1/watches/{id}",
                        "get /api/v1/accounts",
                        "get /api/v1/alerts",
                        "get /api/v1/backup",
                        "get /api/v1/config",
                        "get /api/v1/deliveries",
                        "get /api/v1/deliveries/{id}",
                        "get /api/v1/nodes",
                        "get /api/v1/notifiers",
                        "get /api/v1/verdicts",
                        "get /api/v1/verdicts/{id}",
                        "get /api/v1/watches",
                        "get /api/v1/watches/{id}",
                        "post /api/v1/accounts/{name}/probe",
                        "post /api/v1/alerts/acknowledge",
                        "post /api/v1/deliveries/discard",
                        "post /api/v1/deliveries/replay",
                        "post /api/v1/deliveries/{id}/replay",
                        "post /api/v1/notifiers/{name}/test",
                        "post /api/v1/reload",
                        "post /api/v1/route",
                        "post /api/v1/watches",
                        "post /api/v1/watches/cancel",
                        "post /api/v1/watches/poll",
                        "post /api/v1/watches/rewatch",
                        "post /api/v1/watches/{id}/cancel",
                        "post /api/v1/watches/{id}/poll",
                        "post /api/v1/watches/{id}/rewatch");
        assertThat(document.path("paths").path("/api/v1/deliveries").path("get").path("parameters"))
                .hasSize(9);
        assertThat(document.path("components")
                        .path("schemas")
                        .path("Delivery")
                        .path("properties")
                        .has("occurredAt"))
                .isTrue();
        assertThat(get("q/swagger-ui/").statusCode()).isEqualTo(404);
    }

    @Test
    void every_example_of_the_page_about_the_api_works() throws IOException {
        String page = Files.readString(Path.of("docs/api.md")).replace("\\\n", " ");
        List<String> examples = page.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(7);

        for (String example : examples) {
            empty();
            owe("0b6c1e7a-5f0e-4d0c-9a53-3f1c2f0a7d11", "ops", "orders-db", "FAILED", NOW);
            kill("0b6c1e7a-5f0e-4d0c-9a53-3f1c2f0a7d11");
            fire("ebc895506c6911ed800000163e0e0001");
            watch("3f9c2a10-64a1-4c0e-8a44-0d2f6f0f7a55");
            verdict("7c0d8a52-0d3e-4f5b-9a61-2b8f6d1e4c33");
            Matcher url =
                    Pattern.compile("http://127\\.0\\.0\\.1:8080/([^'\" ]*)").matcher(example);
            assertThat(url.find()).as(example).isTrue();
            Matcher body = Pattern.compile("-d '([^']*)'").matcher(example);
            boolean posts = example.contains("-X POST") || body.find(0);
            assertThat(posts).as(example).isEqualTo(example.contains("content-type: application/json"));
            HttpResponse<String> response = posts
                    ? post(url.group(1), body.find(0) ? body.group(1) : "")
                    : example.contains("-X DELETE") ? delete(url.group(1)) : get(url.group(1));
            assertThat(response.statusCode())
                    .as("%s: %s", example, response.body())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_page_about_the_api_lists_every_type_of_problem() throws IOException {
        String page = Files.readString(Path.of("docs/api.md"));

        for (ProblemKind kind : ProblemKind.values()) {
            ProblemDetails details = kind.details("");
            assertThat(page).contains("| " + details.status() + " | `" + details.type() + "` |");
        }
    }

    private void owe(String id, String notifier, String subject, String outcome, Instant at) {
        Message message =
                new Message("event-" + id, MessageType.VERDICT, subject, MessageStatus.valueOf(outcome), at, "{}");
        outbox.post(List.of(new NewDelivery(id, message, notifier, "{\"body\":\"" + id + "\"}", at, FUTURE, "")));
    }

    private void watch(String id) {
        database.execute("delete from verdict; delete from event; delete from watch");
        watchStore.register(List.of(StoredWatches.spec("orders-db")), NOW, () -> id);
    }

    /** Of the one watch there is. */
    private void verdict(String id) {
        watchStore.openAccounts(Map.of("default", 10.0), NOW);
        Watch claimed = watchStore
                .claim("default", StoredWatches.open(1), NOW, StoredWatches.LEASE, 1)
                .watches()
                .get(0);
        watchStore.conclude(List.of(StoredWatches.conclusion(claimed, Outcome.PASSED, id, NOW, List.of())));
    }

    /** As its last attempt would leave it. */
    private void kill(String id) {
        database.execute("update delivery set state = 'DEAD', attempts = 1, last_status = 410, last_error = 'HTTP 410',"
                + " tried = true, ended_at = '" + FUTURE + "' where id = '" + id + "'");
        database.execute("insert into attempt (delivery_id, ended_at, counted, state, status, error)" + " values ('"
                + id + "', '" + FUTURE + "', true, 'DEAD', 410, 'HTTP 410')");
    }

    private void assertProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(media -> assertThat(media).startsWith(ProblemDetails.MEDIA_TYPE));
        JsonNode problem = json(response);
        assertThat(problem.properties())
                .extracting(Map.Entry::getKey)
                .filteredOn(key -> status != 422 || !key.equals("mistakes"))
                .containsExactlyInAnyOrder("type", "title", "status", "detail");
        assertThat(problem.path("type").asText()).isEqualTo("urn:precheck-watcher:problem:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(response.body()).doesNotContain("\\tat ", "io.github", "com.fasterxml");
    }

    private HttpResponse<String> get(String path) {
        return send(request(root.resolve(path)));
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }

    /** What is deleted in the examples has ended before. */
    private HttpResponse<String> delete(String path) {
        database.execute("update watch set state = 'ENDED', outcome = 'PASSED', ended_at = '2026-11-24T08:15:30Z'");
        return send(HttpRequest.newBuilder(root.resolve(path)).DELETE().build());
    }

    private HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(root.resolve(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Every answer is as the OpenAPI document describes it. */
    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            described.check(request, response);
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The answer to a request that names any host. */
    private String raw(String path, String host) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static URI linked(HttpResponse<String> response) {
        String link = response.headers().firstValue("link").orElseThrow();
        assertThat(link).endsWith("rel=\"next\"");
        return URI.create(link.substring(1, link.indexOf('>')));
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("deliveries").forEach(delivery -> ids.add(delivery.path("id").asText()));
        return ids;
    }
}
