package io.github.precheckwatcher.notify.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.VendorText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one CloudEvent ({@code docs/webhook.schema.json}): what all types have in common, and fields that are left out
 * when there is nothing to say. Whatever is written is well-formed UTF-8 and JSON.
 */
final class EventWriter {
    static final String SOURCE = "precheck-watcher/";

    private static final JsonFactory JSON = new JsonFactory();

    /** The first and last second of the years 0000 to 9999, which RFC 3339 can write. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final JsonGenerator json;

    private EventWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes fields into the object that is open. */
    @FunctionalInterface
    interface Fields {
        void write(EventWriter event) throws IOException;
    }

    /**
     * A message whose event has this data.
     *
     * @param origin its environment becomes part of {@code source}
     * @param status by which the message is routed
     * @param took how long the round took, where there was one
     */
    static Message message(
            Origin origin,
            String id,
            MessageType type,
            String subject,
            MessageStatus status,
            Instant at,
            Optional<Duration> took,
            Fields data) {
        var text = new StringWriter(2_048);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            var event = new EventWriter(json);
            event.text("specversion", "1.0");
            event.text("id", id);
            event.text("source", SOURCE + percentEncoded(origin.environment()));
            event.text("type", type.eventType());
            event.text("subject", subject);
            event.time("time", at);
            event.time("timestamp", at);
            event.text("datacontenttype", "application/json");
            event.text("took", took.map(Duration::toString));
            event.object("data", data);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return new Message(id, type, subject, status, at, text.toString());
    }

    void object(String name, Fields fields) throws IOException {
        json.writeObjectFieldStart(name);
        fields.write(this);
        json.writeEndObject();
    }

    /** A list of objects; none: absent. */
    void objects(String name, List<Fields> all) throws IOException {
        if (all.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (Fields fields : all) {
            json.writeStartObject();
            fields.write(this);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A list of texts; none: absent. */
    void texts(String name, Collection<String> all) throws IOException {
        List<String> said = all.stream().filter(text -> !text.isEmpty()).toList();
        if (said.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (String text : said) {
            json.writeString(VendorText.wellFormed(text));
        }
        json.writeEndArray();
    }

    void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    void text(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, VendorText.wellFormed(value));
        }
    }

    /** Labels in the map's order, their values may be empty; none: absent. */
    void labels(Map<String, String> labels) throws IOException {
        if (labels.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : labels.entrySet()) {
            json.writeStringField(VendorText.wellFormed(label.getKey()), VendorText.wellFormed(label.getValue()));
        }
        json.writeEndObject();
    }

    void number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    void time(String name, Instant value) throws IOException {
        time(name, Optional.of(value));
    }

    void time(String name, Optional<Instant> value) throws IOException {
        if (value.isPresent() && writable(value.get())) {
            json.writeStringField(name, value.get().toString());
        }
    }

    void problem(Optional<Problem> problem) throws IOException {
        if (problem.isPresent()) {
            object("problem", event -> {
                event.text("code", problem.get().code());
                event.text("message", problem.get().message());
                event.text("requestId", problem.get().requestId());
                event.text("remedy", problem.get().remedy());
            });
        }
    }

    /** Whether RFC 3339 can write this time. */
    static boolean writable(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    /** RFC 3986: everything but the unreserved characters, so that a slash in a name stays one segment. */
    static String percentEncoded(String text) {
        return URLEncoder.encode(VendorText.wellFormed(text), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
