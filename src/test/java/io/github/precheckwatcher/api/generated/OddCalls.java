package io.github.precheckwatcher.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes requests odd: beyond bounds, of the wrong type, with what is not known or not well encoded. */
final class OddCalls {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Texts that are valid and seldom meant. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\u001b[2J",
            "\r\nx: y",
            "订单库",
            "\uD83D\uDE00",
            "\uD800",
            "a\uDC00b",
            "\u202Eabc",
            "e\u0301",
            "\uFEFFabc",
            "\uFFFF",
            "' or 1=1 --",
            "%",
            "_%_",
            "*",
            "**********************",
            "\\",
            "${WATCHER_STORE}",
            "{id}",
            "../../config",
            "null",
            "true",
            "0",
            "-1",
            "NaN",
            "1e400",
            "９",
            "2026-02-30T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "2026-11-24T08:15:30+18:00",
            "PT2H",
            "99999999999d",
            "-1s",
            "env=~\"(a*)*b\"",
            "env=\"",
            "x".repeat(255),
            "x".repeat(256),
            "x".repeat(3_000));

    /** As a query or a path may have it, or must not. */
    private static final List<String> ENCODED = List.of(
            "%",
            "%z",
            "%zz",
            "%ff",
            "%c0%af",
            "%ed%a0%80",
            "%00",
            "%0d%0a",
            "%2F",
            "%2e%2e",
            "..",
            ".",
            "+",
            ";a=b",
            "%25",
            "%E8%AE%A2",
            "%F0%9F%98%80",
            "%F0%9F",
            "~",
            "a%20b",
            "'",
            "\"",
            "a,b");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "-0",
            "0.5",
            "501",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1e400",
            "1e999999999",
            "1E-999999999",
            "123456789012345678901234567890");

    private static final List<String> TYPES = List.of(
            "",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/JSON",
            "application/json;charset=UTF-8",
            "application/json; charset=utf-16",
            "application/json; charset=iso-8859-1",
            "application/json; charset=nonsense",
            "application/json; charset=",
            "application/json;",
            "application/json; =",
            "application/json, text/plain",
            "application/merge-patch+json",
            "*/*",
            "application",
            "/");

    private static final List<String> ACCEPTS = List.of(
            "application/xml",
            "text/html",
            "*/*;q=0",
            "application/json;q=0",
            "application/problem+json",
            "application/json;q=2",
            "///",
            ",",
            "*",
            "text/csv",
            "application/json; charset=utf-16");

    private final RandomGenerator random;

    OddCalls(RandomGenerator random) {
        this.random = random;
    }

    /** The same, with one thing odd about it, or two. */
    GeneratedCall of(GeneratedCall call) {
        GeneratedCall once = odd(call);
        return random.nextInt(4) == 0 ? odd(once) : once;
    }

    private GeneratedCall odd(GeneratedCall call) {
        boolean body = call.body().isPresent();
        return switch (random.nextInt(body ? 16 : 6)) {
            case 0 ->
                call.withParameter(text("unknown", "limit2", "x%5B%5D", "", "%ff"), one(ENCODED), "unknown parameter");
            case 1 -> parameter(call, encoded(one(TEXTS)), "odd value");
            case 2 -> parameter(call, one(ENCODED), "odd encoding");
            case 3 -> parameter(call, one(NUMBERS), "odd number");
            case 4 -> path(call);
            case 5 -> call.withHeader("accept", one(ACCEPTS), "accept");
            case 6 -> call.withHeader("content-type", one(TYPES), "content type");
            case 7 -> call.inChunks();
            case 8, 9, 10 -> json(call);
            case 11, 12 -> field(call);
            case 13 -> bytes(call);
            case 14 ->
                call.withHeader(
                        text("content-encoding", "precheck-watcher-user", "transfer-encoding2", "expect2"),
                        text("gzip", "dba", "with blank", "identity", "x".repeat(100)),
                        "header");
            default -> large(call);
        };
    }

    private static String encoded(String text) {
        return CallGenerator.encoded(text);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String text(String... values) {
        return one(List.of(values));
    }

    /** One of the operation's own, which may be there already. */
    private GeneratedCall parameter(GeneratedCall call, String value, String oddity) {
        List<String> names = new ArrayList<>();
        call.operation().path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        });
        return names.isEmpty() ? path(call) : call.withParameter(one(names), value, oddity);
    }

    private GeneratedCall path(GeneratedCall call) {
        String value = random.nextBoolean() ? one(ENCODED) : encoded(one(TEXTS));
        String path = call.path();
        return switch (random.nextInt(3)) {
            case 0 ->
                call.withPath(
                        path.replaceFirst("[^/]+$", java.util.regex.Matcher.quoteReplacement(value)), "path's end");
            case 1 -> call.withPath(path + "/" + value, "longer path");
            default -> call.withPath(path.replaceFirst("/v1/([^/]+)", "/v1//$1"), "empty segment");
        };
    }

    /** The whole body is something else. */
    private GeneratedCall json(GeneratedCall call) {
        String text = new String(call.body().orElseThrow(), StandardCharsets.UTF_8);
        return switch (random.nextInt(16)) {
            case 0 -> call.withBody(new byte[0], "empty");
            case 1 -> call.withBody(bytes(" \n\t"), "blank");
            case 2 -> call.withBody(bytes(text.substring(0, text.length() - 1)), "without its end");
            case 3 -> call.withBody(bytes(text + text), "twice");
            case 4 -> call.withBody(bytes(text + " x"), "more behind it");
            case 5 -> call.withBody(bytes("[" + text + "]"), "in a list");
            case 6 ->
                call.withBody(
                        bytes(text("null", "true", "0", "\"\"", "[]", "[[]]", "{}", "NaN", "'a'")), "another value");
            case 7 -> call.withBody(bytes(one(NUMBERS)), "a number");
            case 8 -> call.withBody(bytes("\uFEFF" + text), "byte order mark");
            case 9 -> call.withBody(text.getBytes(StandardCharsets.UTF_16), "UTF-16");
            case 10 -> call.withBody(text.getBytes(Charset.forName("UTF-32")), "UTF-32");
            case 11 -> call.withBody(bytes("[".repeat(20_000)), "deep lists");
            case 12 -> call.withBody(bytes("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)), "deep objects");
            case 13 -> call.withBody(bytes(text.replaceFirst("\\{", "{\"\\\\ud800\":1,")), "half a character as a key");
            case 14 -> call.withBody(bytes("/* */" + text), "comment");
            default -> call.withBody(bytes(duplicated(text)), "a key twice");
        };
    }

    private static String duplicated(String text) {
        String inner = text.substring(1, Math.max(1, text.length() - 1));
        return text.startsWith("{") && !inner.isEmpty() ? "{" + inner + "," + inner + "}" : text + text;
    }

    /** One field is something else, is not there, or is one too many. */
    private GeneratedCall field(GeneratedCall call) {
        if (call.json().isEmpty() || !(call.json().get() instanceof ObjectNode object)) {
            return json(call);
        }
        ObjectNode changed = object.deepCopy();
        List<String> names = new ArrayList<>();
        changed.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(5) == 0) {
            changed.set(text("unknown", "", "__proto__", "@class", "\u0000"), value());
            return call.withJson(changed, "unknown field");
        }
        String name = one(names);
        if (random.nextInt(4) == 0) {
            changed.remove(name);
            return call.withJson(changed, "without " + name);
        }
        if (random.nextInt(4) == 0) {
            String number = one(NUMBERS);
            changed.put(name, "NUMBER");
            return call.withBody(bytes(changed.toString().replace("\"NUMBER\"", number)), name + " is a number");
        }
        changed.set(name, random.nextBoolean() ? NODES.textNode(one(TEXTS)) : value());
        return call.withJson(changed, name + " is odd");
    }

    private JsonNode value() {
        ArrayNode texts = NODES.arrayNode();
        TEXTS.forEach(texts::add);
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.objectNode();
            case 4 -> NODES.arrayNode().addNull();
            case 5 -> texts;
            case 6 -> NODES.objectNode().put(one(TEXTS), one(TEXTS));
            default -> NODES.arrayNode().add(NODES.arrayNode().add(one(TEXTS)));
        };
    }

    /** No text at all: what is no UTF-8. */
    private GeneratedCall bytes(GeneratedCall call) {
        byte[] body = call.body().orElseThrow().clone();
        if (body.length == 0 || random.nextBoolean()) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            return call.withBody(noise, "noise");
        }
        body[random.nextInt(body.length)] = (byte) (0x80 + random.nextInt(0x80));
        return call.withBody(body, "a byte that is no UTF-8");
    }

    private GeneratedCall large(GeneratedCall call) {
        String text = new String(call.body().orElseThrow(), StandardCharsets.UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> call.withBody(bytes(text + " ".repeat(300_000)), "too large");
            case 1 ->
                call.withBody(bytes(text + " ".repeat(1_200_000)), "far too large")
                        .inChunks();
            case 2 -> call.withBody(bytes("\"" + "x".repeat(200_000) + "\""), "a long text");
            default -> call.withBody(bytes("{\"ids\":[" + "\"a\",".repeat(40_000) + "\"a\"]}"), "a long list");
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
