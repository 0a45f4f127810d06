package io.github.precheckwatcher.api.generated;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param operation as the OpenAPI document describes it
 * @param path as it is sent: percent-encoded, or not as it should be
 * @param query name and value of each parameter, likewise
 * @param json what the body says, where it is JSON that was not tampered with
 * @param body its bytes; none: there is no body
 * @param chunked whether they are sent without their length
 * @param oddities what is wrong with it, in words
 */
record GeneratedCall(
        JsonNode operation,
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        List<Map.Entry<String, String>> headers,
        Optional<JsonNode> json,
        Optional<byte[]> body,
        boolean chunked,
        List<String> oddities) {
    GeneratedCall {
        requireNonNull(operation, "operation");
        query = List.copyOf(query);
        headers = List.copyOf(headers);
        oddities = List.copyOf(oddities);
    }

    String id() {
        return operation.path("operationId").asText();
    }

    String target() {
        List<String> parameters = query.stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .toList();
        return path + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    GeneratedCall withPath(String other, String oddity) {
        return new GeneratedCall(operation, method, other, query, headers, json, body, chunked, and(oddity));
    }

    GeneratedCall withParameter(String name, String value, String oddity) {
        List<Map.Entry<String, String>> more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new GeneratedCall(operation, method, path, more, headers, json, body, chunked, and(oddity));
    }

    GeneratedCall withHeader(String name, String value, String oddity) {
        List<Map.Entry<String, String>> other = new ArrayList<>(headers);
        other.removeIf(header -> header.getKey().equals(name));
        if (!value.isEmpty()) {
            other.add(Map.entry(name, value));
        }
        return new GeneratedCall(operation, method, path, query, other, json, body, chunked, and(oddity));
    }

    GeneratedCall withJson(JsonNode other, String oddity) {
        byte[] bytes = other.toString().getBytes(StandardCharsets.UTF_8);
        return new GeneratedCall(
                operation, method, path, query, headers, Optional.of(other), Optional.of(bytes), chunked, and(oddity));
    }

    /** With bytes that may say anything. */
    GeneratedCall withBody(byte[] bytes, String oddity) {
        return new GeneratedCall(
                operation, method, path, query, headers, Optional.empty(), Optional.of(bytes), chunked, and(oddity));
    }

    GeneratedCall inChunks() {
        return new GeneratedCall(operation, method, path, query, headers, json, body, true, and("chunks"));
    }

    private List<String> and(String oddity) {
        List<String> more = new ArrayList<>(oddities);
        more.add(oddity);
        return more;
    }

    @Override
    public String toString() {
        String text =
                body.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
        return method + " " + shortened(target()) + " " + headers + " " + oddities + " " + shortened(text);
    }

    private static String shortened(String text) {
        return text.length() <= 600 ? text : text.substring(0, 600) + "... (" + text.length() + " characters)";
    }
}
