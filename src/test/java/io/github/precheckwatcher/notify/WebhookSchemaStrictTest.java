package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds {@code docs/webhook.schema.json} to the rules of ajv's strict mode: https://ajv.js.org/strict-mode.html */
class WebhookSchemaStrictTest {
    private static final Path FILE = Path.of("docs", "webhook.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The words that the file uses, each with the type that it applies to; none: to any. */
    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("$schema", ""),
            Map.entry("$id", ""),
            Map.entry("$ref", ""),
            Map.entry("$defs", ""),
            Map.entry("title", ""),
            Map.entry("description", ""),
            Map.entry("type", ""),
            Map.entry("const", ""),
            Map.entry("enum", ""),
            Map.entry("allOf", ""),
            Map.entry("not", ""),
            Map.entry("if", ""),
            Map.entry("then", ""),
            Map.entry("required", "object"),
            Map.entry("properties", "object"),
            Map.entry("additionalProperties", "object"),
            Map.entry("propertyNames", "object"),
            Map.entry("minProperties", "object"),
            Map.entry("dependentRequired", "object"),
            Map.entry("items", "array"),
            Map.entry("minItems", "array"),
            Map.entry("minLength", "string"),
            Map.entry("maxLength", "string"),
            Map.entry("pattern", "string"),
            Map.entry("format", "string"),
            Map.entry("minimum", "integer"),
            Map.entry("maximum", "integer"));

    private static final Set<String> FORMATS = Set.of("date-time", "uri", "uri-reference");

    @Test
    void the_published_schema_keeps_the_rules_of_strict_mode() throws IOException {
        assertThat(faults(JSON.readTree(Files.readString(FILE)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/allOf/0/then | `{\"required\":[\"took\"]}` | /allOf/0/then: required took is not in properties",
                "/$defs/text | `{\"minLength\":1}` | /$defs/text: minLength without type string",
                "/$defs/text | `{\"type\":[\"string\",\"null\"]}` | /$defs/text: type is no single word",
                "/$defs/text | `{\"type\":\"string\",\"minlength\":1}` | /$defs/text: unknown keyword minlength",
                "/$defs/text | `{\"type\":\"string\",\"format\":\"time-of-day\"}` | /$defs/text: unknown format time-of-day",
                "/$defs/text | `{\"type\":\"string\",\"pattern\":\"(\"}` | /$defs/text: pattern ( does not compile",
                "/$defs/text | `{\"$ref\":\"#/$defs/none\"}` | /$defs/text: #/$defs/none leads nowhere",
                "/allOf/0 | `{\"if\":true}` | /allOf/0: if and then stand alone"
            })
    void a_breach_of_a_rule_is_noticed(String at, String schema, String fault) throws IOException {
        var whole = (ObjectNode) JSON.readTree(Files.readString(FILE));
        ((ObjectNode) whole.at(at)).removeAll().setAll((ObjectNode) JSON.readTree(schema));

        assertThat(faults(whole)).containsExactly(fault);
    }

    private static List<String> faults(JsonNode whole) {
        List<String> faults = new ArrayList<>();
        visit(whole, whole, "", Set.of(), faults);
        return faults;
    }

    /** @param types what the schemas around this one, which look at the same value, say of its type */
    private static void visit(JsonNode whole, JsonNode schema, String at, Set<String> types, List<String> faults) {
        if (schema.isBoolean()) {
            return;
        }
        Set<String> known = new HashSet<>(types);
        if (schema.path("type").isTextual()) {
            known.add(schema.path("type").asText());
        } else if (schema.has("type")) {
            faults.add(at + ": type is no single word");
        }
        schema.fieldNames().forEachRemaining(word -> {
            String type = KEYWORDS.get(word);
            if (type == null) {
                faults.add(at + ": unknown keyword " + word);
            } else if (!type.isEmpty() && !known.contains(type)) {
                faults.add(at + ": " + word + " without type " + type);
            }
        });
        checkValues(whole, schema, at, faults);
        for (String same : List.of("if", "then", "not")) {
            if (schema.has(same)) {
                visit(whole, schema.path(same), at + "/" + same, known, faults);
            }
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            visit(whole, schema.path("allOf").get(i), at + "/allOf/" + i, known, faults);
        }
        for (String inner : List.of("items", "additionalProperties")) {
            if (schema.has(inner)) {
                visit(whole, schema.path(inner), at + "/" + inner, Set.of(), faults);
            }
        }
        if (schema.has("propertyNames")) {
            visit(whole, schema.path("propertyNames"), at + "/propertyNames", Set.of("string"), faults);
        }
        for (String map : List.of("properties", "$defs")) {
            schema.path(map)
                    .properties()
                    .forEach(entry ->
                            visit(whole, entry.getValue(), at + "/" + map + "/" + entry.getKey(), Set.of(), faults));
        }
    }

    private static void checkValues(JsonNode whole, JsonNode schema, String at, List<String> faults) {
        schema.path("required").forEach(name -> {
            if (!schema.path("properties").has(name.asText())) {
                faults.add(at + ": required " + name.asText() + " is not in properties");
            }
        });
        if (schema.has("if") != schema.has("then")) {
            faults.add(at + ": if and then stand alone");
        }
        if (schema.has("format") && !FORMATS.contains(schema.path("format").asText())) {
            faults.add(at + ": unknown format " + schema.path("format").asText());
        }
        try {
            Pattern.compile(schema.path("pattern").asText());
        } catch (IllegalArgumentException e) {
            faults.add(at + ": pattern " + schema.path("pattern").asText() + " does not compile");
        }
        String ref = schema.path("$ref").asText();
        if (!ref.isEmpty() && whole.at(ref.substring(1)).isMissingNode()) {
            faults.add(at + ": " + ref + " leads nowhere");
        }
    }
}
