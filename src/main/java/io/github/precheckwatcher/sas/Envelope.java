package io.github.precheckwatcher.sas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The top-level fields of an answer's body, good or bad, whatever its content type says. One streaming pass: a
 * {@code Result} that is JSON itself is passed over in constant stack and kept as text, so that no nesting of it can
 * cost the answer its other fields.
 *
 * @param text the body; empty when it is no UTF-8
 * @param fields the texts of the scalars that were read (of {@code Result}: of any value)
 * @param whole whether the body is one complete JSON object, or an XML {@code <Error>}
 */
record Envelope(String text, Map<Field, String> fields, boolean whole) {
    /** The fields that are read. The vendor's SDKs accept other cases, too (api.md 5.1); the documented one wins. */
    enum Field {
        CODE("Code"),
        MESSAGE("Message"),
        REQUEST_ID("RequestId"),
        DESCRIPTION("Description"),
        PROGRESS("Progress"),
        RESULT("Result"),
        CREATED_TIME("CreatedTime"),
        UPDATED_TIME("UpdatedTime"),
        COMPLETED_TIME("CompletedTime");

        private static final Map<String, Field> BY_NAME = Stream.of(values())
                .collect(Collectors.toUnmodifiableMap(f -> f.spelling.toLowerCase(Locale.ROOT), Function.identity()));

        private final String spelling;

        Field(String spelling) {
            this.spelling = spelling;
        }

        static Optional<Field> named(String name) {
            return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
        }
    }

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

    Envelope {
        fields = Map.copyOf(fields);
    }

    Optional<String> get(Field field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Reads a body; never throws for what it says. */
    static Envelope read(byte[] body) {
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
        Map<Field, String> fields = new EnumMap<>(Field.class);
        boolean whole =
                text.stripLeading().startsWith("<") ? XmlError.read(text, fields) : new JsonReader(fields).read(text);
        return new Envelope(text, fields, whole);
    }

    /** The pass over a JSON body. */
    private static final class JsonReader {
        private final Map<Field, String> fields;
        private final Map<Field, Boolean> documented = new EnumMap<>(Field.class);

        JsonReader(Map<Field, String> fields) {
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
            Optional<Field> field = Field.named(name);
            if (field.isEmpty() || json.hasToken(JsonToken.VALUE_NULL)) {
                json.skipChildren();
            } else if (json.currentToken().isScalarValue()) {
                keep(field.get(), name, json.getText());
            } else {
                int from = (int) json.currentTokenLocation().getCharOffset();
                json.skipChildren();
                if (field.get() == Field.RESULT) {
                    keep(Field.RESULT, name, text.substring(from, (int)
                            json.currentLocation().getCharOffset()));
                }
            }
        }

        /** With duplicate names the last wins, but the documented spelling over any other. */
        private void keep(Field field, String name, String value) {
            boolean asDocumented = field.spelling.equals(name);
            if (asDocumented || !documented.getOrDefault(field, false)) {
                fields.put(field, value);
                documented.put(field, asDocumented);
            }
        }
    }
}
