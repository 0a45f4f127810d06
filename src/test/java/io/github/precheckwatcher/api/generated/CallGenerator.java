package io.github.precheckwatcher.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes requests that the OpenAPI document permits: right types, within bounds and at them, optional fields or not. */
final class CallGenerator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;

    private final JsonNode document;
    private final KnownValues known;
    private final RandomGenerator random;

    CallGenerator(JsonNode document, KnownValues known, RandomGenerator random) {
        this.document = document;
        this.known = known;
        this.random = random;
    }

    /** @param template the operation's path, with names in braces */
    GeneratedCall call(String method, String template, JsonNode operation) {
        String path = template;
        List<Map.Entry<String, String>> query = new ArrayList<>();
        Set<String> chosen = some(operation.path("parameters").findValuesAsText("name"));
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            JsonNode schema = resolved(parameter.path("schema"));
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", encoded(text(value(schema, template, name, 0))));
            } else if (parameter.path("in").asText().equals("query")
                    && (parameter.path("required").asBoolean() || chosen.contains(name))) {
                JsonNode value = value(schema, template, name, 0);
                (value.isArray() ? value : List.of(value))
                        .forEach(one -> query.add(Map.entry(name, encoded(text(one)))));
            }
        }
        GeneratedCall call = new GeneratedCall(
                operation,
                method.toUpperCase(Locale.ROOT),
                path,
                query,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
        JsonNode content = operation.path("requestBody").path("content").path("application/json");
        if (content.isMissingNode()) {
            return call;
        }
        JsonNode body = value(resolved(content.path("schema")), template, "", 0);
        GeneratedCall plain =
                call.withHeader("content-type", "application/json", "").withJson(body, "");
        return new GeneratedCall(
                operation, plain.method(), path, query, plain.headers(), plain.json(), plain.body(), false, List.of());
    }

    /** What the reference leads to, or the schema itself. */
    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.replaceFirst(Pattern.quote("#"), ""));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private JsonNode value(JsonNode schema, String path, String name, int depth) {
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return value(resolved(one(schema.path(choice))), path, name, depth);
            }
        }
        if (schema.has("enum")) {
            return one(schema.path("enum"));
        }
        return switch (type(schema)) {
            case "object" -> object(schema, path, name, depth);
            case "array" -> array(schema, path, name, depth);
            case "integer" -> NODES.numberNode(number(schema));
            case "number" -> NODES.numberNode(number(schema) + random.nextInt(4) / 4.0);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> NODES.textNode(string(schema, path, name));
        };
    }

    /** Mostly few: the more there are, the sooner two exclude each other. */
    private Set<String> some(List<String> names) {
        Set<String> some = new HashSet<>();
        for (int i = names.isEmpty() ? 0 : random.nextInt(4) == 0 ? names.size() : random.nextInt(3); i > 0; i--) {
            some.add(names.get(random.nextInt(names.size())));
        }
        return some;
    }

    private JsonNode one(JsonNode values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        String word = type.isArray() ? type.path(0).asText() : type.asText();
        return word.isEmpty() && schema.has("properties") ? "object" : word;
    }

    private ObjectNode object(JsonNode schema, String path, String name, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(field -> required.add(field.asText()));
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        Set<String> chosen = some(names);
        schema.path("properties").properties().forEach(field -> {
            boolean wanted = required.contains(field.getKey()) || depth < DEEPEST && chosen.contains(field.getKey());
            if (wanted) {
                object.set(field.getKey(), value(resolved(field.getValue()), path, field.getKey(), depth + 1));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            for (int i = random.nextInt(3); i > 0; i--) {
                object.set(word(), value(resolved(schema.path("additionalProperties")), path, name, depth + 1));
            }
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String path, String name, int depth) {
        ArrayNode array = NODES.arrayNode();
        int least = schema.path("minItems").asInt(1);
        int most = Math.max(least, schema.path("maxItems").asInt(3));
        for (int i = least + random.nextInt(Math.min(3, most - least + 1)); i > 0; i--) {
            array.add(value(resolved(schema.path("items")), path, name, depth + 1));
        }
        return array;
    }

    /** Often one of the bounds. */
    private long number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(least + 1000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextLong(least, most + 1);
        };
    }

    private String string(JsonNode schema, String path, String name) {
        List<String> candidates = new ArrayList<>(known.of(path, name));
        if (schema.path("format").asText().equals("date-time") && (candidates.isEmpty() || random.nextInt(3) == 0)) {
            return Instant.ofEpochSecond(1_795_000_000L + random.nextInt(100_000_000))
                    .toString();
        }
        schema.path("examples").forEach(example -> candidates.add(example.asText()));
        if (schema.has("example")) {
            candidates.add(schema.path("example").asText());
        }
        if (schema.has("pattern")) {
            candidates.addAll(List.of(word(), "5s", "30s", "10m", "2h"));
            candidates.removeIf(text -> !text.matches(schema.path("pattern").asText()));
            return candidates.get(random.nextInt(candidates.size()));
        }
        String chosen = candidates.isEmpty() || random.nextInt(8) == 0
                ? word()
                : candidates.get(random.nextInt(candidates.size()));
        int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return chosen.length() > longest ? chosen.substring(0, longest) : chosen;
    }

    private String word() {
        return "w-" + Integer.toString(random.nextInt(1_000_000), Character.MAX_RADIX);
    }
}
