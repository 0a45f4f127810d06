package io.github.precheckwatcher.notify.kind.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.notify.text.MessageView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The forms that an operator's own template may write a body in, by content type: each has its escaping. */
enum BodyForm {
    /** Values stand between the template's own quotes; numbers may stand without. */
    JSON(BodyForm::quoted),

    /** A JSON value a line. */
    JSON_LINES(BodyForm::quoted),

    /** HTML too. */
    XML(BodyForm::xml),

    /** {@code application/x-www-form-urlencoded}. */
    FORM(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)),

    /** Anything else: nothing in it means anything. */
    TEXT(text -> text);

    private static final ObjectMapper READER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> JSON_LINES_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/jsonlines");

    private final MessageRenderer renderer;

    BodyForm(UnaryOperator<String> escape) {
        this.renderer = MessageRenderer.of("webhook", escape, escape);
    }

    static BodyForm of(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (type.endsWith("/json") || type.endsWith("+json")) {
            return JSON;
        }
        if (JSON_LINES_TYPES.contains(type)) {
            return JSON_LINES;
        }
        if (type.endsWith("/xml") || type.endsWith("+xml") || type.equals("text/html")) {
            return XML;
        }
        return type.equals("application/x-www-form-urlencoded") ? FORM : TEXT;
    }

    /** The body by the operator's own template; empty when it fails. */
    Optional<String> body(MessageView view, OwnTemplate template) {
        Optional<String> body = renderer.own(view, template, this::wrong);
        // each value ends with a line feed, the last too: Elasticsearch refuses others
        return this == JSON_LINES ? body.map(lines -> lines + '\n') : body;
    }

    /** What is wrong with an operator's template. */
    Optional<String> mistake(String template) {
        return renderer.mistake(template, this::wrong);
    }

    private Optional<String> wrong(String body) {
        return switch (this) {
            case JSON -> noJson(body);
            case JSON_LINES -> noJsonLines(body);
            case XML, FORM, TEXT -> Optional.empty();
        };
    }

    private static Optional<String> noJsonLines(String body) {
        List<String> lines = body.lines().toList();
        if (lines.isEmpty()) {
            return noJson(body);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (noJson(lines.get(i)).isPresent()) {
                return Optional.of("has a line that is no JSON: its line " + (i + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> noJson(String body) {
        try {
            return READER.readTree(body).isMissingNode() ? Optional.of("is empty, not JSON") : Optional.empty();
        } catch (JsonProcessingException e) {
            // the reader's own words may quote the body
            var at = e.getLocation();
            return Optional.of(
                    at == null
                            ? "is no JSON"
                            : "is no JSON: see its line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
