package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.http.BodyLimits;
import io.github.precheckwatcher.api.http.ProblemDetails;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.registration.RequestRegistration;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class RegistrationApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String PATH = "api/v1/watches";
    private static final String ORDERS = "{\"taskId\":\"t-1\",\"instanceUuid\":\"i-1\",\"uniRegionId\":\"cn-hangzhou\","
            + "\"name\":\"orders-db\",\"labels\":{\"env\":\"prod\"},\"deadline\":\"30m\"}";

    @TestHTTPResource("/")
    URI root;

    @Inject
    Database database;

    @Inject
    WatchStore store;

    @Inject
    CurrentConfig config;

    @Inject
    ConfigFolderBuilder files;

    private LoadedConfig before;

    @BeforeEach
    void empty() {
        before = config.config();
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        for (String table : List.of("message", "notifier", "verdict", "event", "last_verdict", "watch", "account")) {
            database.execute("delete from " + table);
        }
        store.openAccounts(Map.of("default", 10.0), NOW);
    }

    @AfterEach
    void restore() {
        files.application("");
        config.swap(before);
    }

    @Test
    void one_entry_is_registered_and_read_back_with_who_asked() {
        JsonNode registered;
        try (LogLines log = LogLines.of(RequestRegistration.class)) {
            registered = json(post("?reason=a%20migration", ORDERS));
            assertThat(log.lines())
                    .containsExactly("INFO watching watch=orders-db task=t-1 account=default deadline=30m by=local"
                            + " from=127.0.0.1 reason=\"a migration\"");
        }

        assertThat(registered).hasSize(1);
        assertThat(registered.get(0).path("result").asText()).isEqualTo("NEW");
        JsonNode watch = json(get(PATH + "/" + registered.get(0).path("id").asText()));
        assertThat(watch.path("name").asText()).isEqualTo("orders-db");
        assertThat(watch.path("labels").toString()).isEqualTo("{\"env\":\"prod\"}");
        assertThat(watch.path("timeline").path(0).path("by").toString()).contains("local");
        assertThat(json(post("", ORDERS)).get(0).path("result").asText()).isEqualTo("RUNNING");
        assertThat(json(post("", ORDERS.replace("30m", "40m")))
                        .get(0)
                        .path("result")
                        .asText())
                .isEqualTo("CHANGED");
    }

    @Test
    void a_list_has_a_result_for_each_entry_in_its_order() {
        post("", ORDERS);

        JsonNode registered =
                json(post("", "[" + ORDERS.replace("t-1", "t-0").replace("orders", "other") + "," + ORDERS + "]"));

        assertThat(registered.findValuesAsText("name")).containsExactly("other-db", "orders-db");
        assertThat(registered.findValuesAsText("result")).containsExactly("NEW", "RUNNING");
        assertThat(json(post("", "[]"))).isEmpty();
    }

    @Test
    void what_the_files_name_keeps_their_settings_and_the_answer_says_so() {
        WatchSpec named = before.specs().get(0);
        store.register(List.of(named), NOW, () -> "w-file");

        JsonNode registered = json(post(
                "",
                "{\"taskId\":\"%s\",\"instanceUuid\":\"%s\",\"uniRegionId\":\"%s\",\"deadline\":\"3m\"}"
                        .formatted(
                                named.ref().taskId(),
                                named.ref().instanceUuid(),
                                named.ref().uniRegionId())));

        assertThat(registered.toString())
                .isEqualTo("[{\"id\":\"w-file\",\"name\":\"" + named.name() + "\",\"result\":\"IN_FILES\",\"note\":"
                        + "\"the tasks files name it, and with other settings; change them there\"}]");
    }

    @Test
    void a_request_with_mistakes_registers_nothing_and_lists_each() {
        JsonNode problem = refused(
                post("", "[" + ORDERS + ",{\"taskId\":\"t-2\",\"instanceUid\":\"i\",\"uniRegionId\":\"r\"},7]"), 400);

        assertThat(problem.path("detail").asText()).isEqualTo("the request has 2 mistakes; nothing is registered");
        assertThat(problem.path("mistakes"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "[1].instanceUid: unknown key; did you mean instanceUuid?",
                        "[2]: keys are wanted here, written 'key: value'");
        assertThat(database.texts("select id as c from watch")).isEmpty();
    }

    @Test
    void over_the_limit_nothing_is_registered_and_a_reload_raises_it() {
        limit(1);
        assertThat(post("", ORDERS).statusCode()).isEqualTo(200);
        String two = "[" + ORDERS + "," + ORDERS.replace("t-1", "t-2").replace("orders", "other") + "]";

        assertThat(refused(post("", two), 409).path("detail").asText())
                .isEqualTo("1 watches are registered by REST and commands and 1 would be added, but"
                        + " watcher.api.max-watches is 1; nothing is registered. Raise it, forget ended ones, or wait"
                        + " until the retention deletes them");

        limit(2);
        assertThat(json(post("", two)).findValuesAsText("result")).containsExactly("RUNNING", "NEW");
        assertThat(json(get("api/v1/config"))
                        .path("values")
                        .path("watcher.api.max-watches")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    void what_the_database_does_not_take_is_named() {
        database.execute("alter table watch add constraint no_such check (name <> 'orders-db')");
        try {
            JsonNode problem = refused(
                    post("", "[" + ORDERS.replace("t-1", "t-0").replace("orders", "other") + "," + ORDERS + "]"), 400);
            assertThat(problem.path("mistakes").path(0).asText()).startsWith("[1]: ");
            assertThat(database.texts("select id as c from watch")).isEmpty();
        } finally {
            database.execute("alter table watch drop constraint no_such");
        }
    }

    @Test
    void a_body_may_be_large_here_and_nowhere_else() {
        String space = " ".repeat(BodyLimits.LARGE - ORDERS.length());

        assertThat(json(post("", ORDERS + space)).get(0).path("result").asText())
                .isEqualTo("NEW");
        assertThat(json(chunked(PATH, ORDERS + space)).get(0).path("result").asText())
                .isEqualTo("RUNNING");
        refused(post("", ORDERS + space + " "), 413);
        refused(chunked(PATH, ORDERS + space + " "), 413);
        refused(send("api/v1/route", BodyPublishers.ofString(space)), 413);
        assertThat(send("api/v1/route", unsized(" ".repeat(1_100_000))).statusCode())
                .isEqualTo(413);
        assertThat(post("", ORDERS).statusCode()).as("it goes on").isEqualTo(200);
    }

    @Test
    void ten_thousand_are_registered_at_once() {
        String list = IntStream.range(0, 10_000)
                .mapToObj(i -> ORDERS.replace("t-1", "t-" + i).replace("orders-db", "db-" + i))
                .collect(Collectors.joining(",", "[", "]"));

        try (LogLines log = LogLines.of(RequestRegistration.class)) {
            assertThat(json(post("", list)).findValuesAsText("result"))
                    .hasSize(10_000)
                    .containsOnly("NEW");
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("INFO"))
                    .containsExactly("INFO watching watches=10000 by=local from=127.0.0.1");
        }
    }

    private void limit(int most) {
        files.application("watcher: { api: { max-watches: " + most + " } }\n");
        config.swap(files.load(before).beside(before));
    }

    private HttpResponse<String> post(String query, String body) {
        return send(PATH + query, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> chunked(String path, String body) {
        return send(path, unsized(body));
    }

    private static BodyPublisher unsized(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    private HttpResponse<String> send(String path, BodyPublisher body) {
        return exchange(HttpRequest.newBuilder(root.resolve(path))
                .header("content-type", "application/json")
                .POST(body)
                .build());
    }

    private HttpResponse<String> get(String path) {
        return exchange(HttpRequest.newBuilder(root.resolve(path)).build());
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (!response.body().isEmpty()) {
                new DescribedAnswers(HTTP.send(
                                        HttpRequest.newBuilder(root.resolve("q/openapi?format=json"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body())
                        .check(request, response);
            }
            return response;
        } catch (IOException e) {
            throw new AssertionError(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode refused(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(media -> assertThat(media).startsWith(ProblemDetails.MEDIA_TYPE));
        return parsed(response);
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return parsed(response);
    }

    private static JsonNode parsed(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
