package io.github.precheckwatcher.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.ApiTestProfile;
import io.github.precheckwatcher.api.DescribedAnswers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The document as its readers' tools see it; ApiTest holds each answer against it. */
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class OpenApiDocumentTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestHTTPResource("/q/openapi")
    URI address;

    private String json;
    private JsonNode document;

    @BeforeEach
    void load() throws Exception {
        json = get("?format=json").body();
        document = new ObjectMapper().readTree(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?format=json"})
    void swagger_parser_has_nothing_to_say(String format) throws Exception {
        var options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);

        var result = new OpenAPIV3Parser().readContents(get(format).body(), null, options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getPaths())
                .hasSize(document.path("paths").size());
    }

    @Test
    void it_says_its_version_licence_and_server_and_that_nobody_logs_in() {
        assertThat(document.path("info").path("version").asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
        assertThat(document.path("info").path("license").toString())
                .isEqualTo("{\"identifier\":\"Apache-2.0\",\"name\":\"Apache-2.0\"}");
        assertThat(document.path("servers").findValuesAsText("url")).containsExactly("/");
        assertThat(document.path("security").toString()).isEqualTo("[]");
    }

    @Test
    void every_operation_describes_each_error_that_the_server_itself_answers() {
        operations().forEach((operation, described) -> {
            List<String> expected = new ArrayList<>(List.of("200", "400", "403", "405", "406", "500", "503"));
            if (operation.startsWith("post ")) {
                expected.addAll(List.of("413", "415"));
            }
            assertThat(described.path("responses").properties())
                    .as(operation)
                    .extracting(Map.Entry::getKey)
                    .containsAll(expected);
        });
    }

    @Test
    void every_error_is_a_problem_in_its_own_words() {
        operations()
                .forEach((operation, described) -> described
                        .path("responses")
                        .properties()
                        .forEach(entry -> {
                            JsonNode answer = entry.getValue().has("$ref")
                                    ? document.at(entry.getValue()
                                            .path("$ref")
                                            .asText()
                                            .substring(1))
                                    : entry.getValue();
                            String what = operation + " " + entry.getKey();
                            assertThat(answer.path("description").asText())
                                    .as(what)
                                    .isNotEmpty()
                                    .isNotIn("OK", "Bad Request", "Not Found");
                            if (!entry.getKey().equals("200")) {
                                assertThat(answer.path("content").toString())
                                        .as(what)
                                        .isEqualTo("{\"application/problem+json\":{\"schema\":"
                                                + "{\"$ref\":\"#/components/schemas/Problem\"}}}");
                            }
                        }));
        assertThat(document.at("/components/responses/MethodNotAllowed/headers").has("Allow"))
                .isTrue();
    }

    /** A client made from the document sends its content type with a body alone; without one it would get 415. */
    @Test
    void every_post_has_a_body_so_that_clients_send_its_content_type() {
        operations()
                .forEach((operation, described) -> assertThat(
                                described.path("requestBody").path("content").has("application/json"))
                        .as(operation)
                        .isEqualTo(operation.startsWith("post ")));
    }

    @Test
    void operation_ids_are_unique() {
        List<String> ids = operations().values().stream()
                .map(operation -> operation.path("operationId").asText())
                .toList();

        assertThat(ids).doesNotContain("").doesNotHaveDuplicates();
    }

    @Test
    void every_parameter_is_described() {
        operations()
                .forEach((operation, described) -> assertThat(described.path("parameters"))
                        .as(operation)
                        .allSatisfy(parameter -> assertThat(
                                        parameter.path("description").asText())
                                .isNotEmpty()));
    }

    @ParameterizedTest
    @CsvSource({
        "AcknowledgeRequest, account region instance",
        "Alert, notifier account region instance since until",
        "Attempt, endedAt counted state",
        "Check, item",
        "Checks, total passed warnings failed notRun",
        "DeliveriesAnswer, count dryRun",
        "Delivery, id event type subject outcome notifier state attempts occurredAt",
        "DeliveryPage, deliveries",
        "Notifier, name state deliveries",
        "ProbeAnswer, result meaning account",
        "Problem, type title status detail",
        "Registered, id name result",
        "RouteAnswer, outcome summary told others",
        "RouteRequest, outcome",
        "TestAnswer, notifier result",
        "Told, notifier kind body",
        "Verdict, id outcome summary observedAt watch name account precheck labels round polls checks notPassed",
        "VerdictPage, verdicts",
        "WatchRequest, taskId instanceUuid uniRegionId"
    })
    void what_always_stands_in_an_answer_and_what_a_request_needs_is_required(String schema, String required) {
        assertThat(document.at("/components/schemas/" + schema + "/required"))
                .extracting(JsonNode::asText)
                .containsExactly(required.split(" "));
    }

    @Test
    void no_field_is_ever_null() {
        assertThat(json).doesNotContain("\"null\"", "anyOf");
    }

    @Test
    void an_answer_that_is_not_as_described_is_noticed() {
        var answers = new DescribedAnswers(json);
        JsonNode list = answers.operation("GET", "/api/v1/alerts").orElseThrow();
        String whole = "\"notifier\":\"am\",\"account\":\"default\",\"region\":\"cn-hangzhou\",\"instance\":\"one\","
                + "\"since\":\"2026-11-24T08:15:30.123Z\"";
        String until = ",\"until\":\"2026-11-24T08:16:30Z\"";

        answers.check(list, "200", "application/json;charset=UTF-8", "[{" + whole + until + "}]");
        assertUndescribed(answers, list, "200", "application/json", "[{" + whole + "}]", "until");
        assertUndescribed(answers, list, "200", "application/json", "[{" + whole + until + ",\"more\":1}]", "more");
        assertUndescribed(answers, list, "200", "application/json", "[{" + whole + ",\"until\":\"soon\"}]", "until");
        assertUndescribed(answers, list, "200", "text/plain", "[]", "text/plain");
        assertUndescribed(answers, list, "204", "application/json", "[]", "204");
        assertUndescribed(answers, list, "404", "application/problem+json", "{}", "404");
        assertUndescribed(answers, list, "405", "application/problem+json", "{\"title\":\"no\"}", "status");
    }

    private static void assertUndescribed(
            DescribedAnswers answers, JsonNode operation, String status, String type, String body, String what) {
        assertThatThrownBy(() -> answers.check(operation, status, type, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                operations.put(operation.getKey() + " " + path.getKey(), operation.getValue())));
        assertThat(operations).isNotEmpty();
        return operations;
    }

    private HttpResponse<String> get(String query) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address + query)).build(), BodyHandlers.ofString());
    }
}
