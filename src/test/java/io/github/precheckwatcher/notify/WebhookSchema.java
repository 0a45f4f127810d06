package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds webhook bodies against {@code docs/webhook.schema.json}. Stricter than the published file in one point: a field
 * that the file does not name is an error here, while receivers are asked to ignore it.
 */
public final class WebhookSchema {
    private static final Path FILE = Path.of("docs", "webhook.schema.json");
    private static final Schema SCHEMA = load();

    private WebhookSchema() {}

    /** Fails unless this is a whole and correct body. */
    public static void assertValid(String body) {
        var errors = SCHEMA.validate(
                body,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        assertThat(errors).as("body %s", body).isEmpty();
    }

    private static Schema load() {
        try {
            JsonNode schema = new ObjectMapper().readTree(Files.readString(FILE));
            close(schema);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(WebhookSchema::close);
    }
}
