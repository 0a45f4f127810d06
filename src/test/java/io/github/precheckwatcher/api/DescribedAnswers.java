package io.github.precheckwatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds answers against the OpenAPI document: their status and content type are described, what the schema requires is
 * there, and no field is there that it does not name.
 */
public final class DescribedAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** @param document as JSON */
    public DescribedAnswers(String document) {
        try {
            this.document = JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close(this.document.path("components").path("schemas"));
    }

    /** Fails if the document describes the operation, but not this answer. */
    void check(HttpRequest request, HttpResponse<String> response) {
        operation(request.method(), request.uri().getPath())
                .ifPresent(operation -> check(
                        operation,
                        String.valueOf(response.statusCode()),
                        response.headers().firstValue("content-type").orElse(""),
                        response.body()));
    }

    public void check(JsonNode operation, String status, String contentType, String body) {
        String name = operation.path("operationId").asText();
        JsonNode answer = resolved(operation.path("responses").path(status));
        assertThat(answer.isObject()).as("%s describes status %s", name, status).isTrue();
        JsonNode media = answer.path("content").path(contentType.replaceFirst(" *;.*", ""));
        assertThat(media.isObject())
                .as("%s describes content-type %s of status %s", name, contentType, status)
                .isTrue();
        if (!contentType.contains("json")) {
            return; // it has no fields
        }
        ObjectNode schema = media.path("schema").deepCopy();
        schema.set("components", document.path("components"));
        assertThat(schemas.getSchema(schema)
                        .validate(
                                body,
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as("%s answers %s: %s", name, status, body)
                .isEmpty();
    }

    /** That which the document describes under the longest path that this one fits. */
    public Optional<JsonNode> operation(String method, String path) {
        return document.path("paths").properties().stream()
                .filter(described -> path.matches(described.getKey().replaceAll("\\{[a-z]+}", "[^/]+")))
                .sorted(Map.Entry.comparingByKey((a, b) -> Boolean.compare(a.contains("{"), b.contains("{"))))
                .map(described -> described.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : document.at(ref.replaceFirst(Pattern.quote("#"), ""));
    }

    /** Our answers have no field that the document does not name; its readers ignore what they do not know. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(DescribedAnswers::close);
    }
}
