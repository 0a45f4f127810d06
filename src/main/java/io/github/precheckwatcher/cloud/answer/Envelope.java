package io.github.precheckwatcher.cloud.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The top-level fields of an answer's body, good or bad, whatever its content type says. One streaming pass: a
 * value that is JSON itself is passed over in constant stack and kept as text, so that no nesting of it can cost the
 * answer its other fields.
 *
 * @param text the body; empty when it is no UTF-8
 * @param fields the texts of what was read, by the documented names
 * @param whole whether the body is one complete JSON object, or an XML {@code <Error>}
 */
public record Envelope(String text, Map<String, String> fields, boolean whole) {
    private static final char BOM = '\uFEFF';

    /** Without limits of its own: the body is bounded already. Foreign names are not pooled. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    public Envelope {
        fields = Map.copyOf(fields);
    }

    public Optional<String> get(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Reads a body; never throws for what it says. */
    public static Envelope read(byte[] body, ResponseFields wanted) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException noUtf8) {
            return new Envelope("", Map.of(), false);
        }
        text = !text.isEmpty() && text.charAt(0) == BOM ? text.substring(1) : text;
        Map<String, String> fields = new HashMap<>();
        boolean whole = text.stripLeading().startsWith("<")
                ? XmlError.read(text, fields)
                : new JsonReader(wanted, fields).read(text);
        return new Envelope(text, fields, whole);
    }

    /** The pass over a JSON body. */
    private static final class JsonReader {
        private final ResponseFields wanted;
        private final Map<String, String> fields;
        private final Set<String> documented = new HashSet<>();

        JsonReader(ResponseFields wanted, Map<String, String> fields) {
            this.wanted = wanted;
            this.fields = fields;
        }

        boolean read(String text) {
            try (JsonParser json = JSON.createParser(text)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return false;
                }
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    readValue(text, json, name);
                }
                return json.nextToken() == null;
            } catch (IOException unreadable) {
                return false;
            }
        }

        private void readValue(String text, JsonParser json, String name) throws IOException {
            Optional<ResponseFields.Field> field = wanted.named(name);
            if (field.isEmpty() || json.hasToken(JsonToken.VALUE_NULL)) {
                json.skipChildren();
            } else if (json.currentToken().isScalarValue()) {
                keep(field.get().name(), name, json.getText());
            } else {
                int from = (int) json.currentTokenLocation().getCharOffset();
                json.skipChildren();
                if (field.get().anyValue()) {
                    keep(field.get().name(), name, text.substring(from, (int)
                            json.currentLocation().getCharOffset()));
                }
            }
        }

        /** With duplicate names the last wins, but the documented spelling over any other. */
        private void keep(String field, String name, String value) {
            boolean asDocumented = field.equals(name);
            if (asDocumented || !documented.contains(field)) {
                fields.put(field, value);
            }
            if (asDocumented) {
                documented.add(field);
            }
        }
    }
}
