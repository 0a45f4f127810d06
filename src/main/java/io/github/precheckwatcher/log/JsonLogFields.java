package io.github.precheckwatcher.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Puts the fields of a {@link LogLine} as fields of their own into what a JSON formatter writes, and its event word
 * into {@code message}: {@code {"timestamp":..,"message":"verdict",..,"watch":"orders-db","outcome":"WARNING"}}.
 *
 * <p>quarkus-logging-json knows fixed additional fields and a nested {@code mdc}, but no fields by record. So its
 * formatter does its work, with every setting and format it has, and the fields are added before its last brace.
 */
final class JsonLogFields extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();

    private final ExtFormatter formatter;

    /** Adds fields to what this formatter writes: one JSON object a record. */
    JsonLogFields(ExtFormatter formatter) {
        this.formatter = formatter;
    }

    @Override
    public String format(ExtLogRecord entry) {
        Object[] parameters = entry.getParameters();
        if (parameters == null || parameters.length != 1 || !(parameters[0] instanceof LogLine line)) {
            return formatter.format(entry);
        }
        var bare = new ExtLogRecord(entry);
        bare.setMessage(line.event(), ExtLogRecord.FormatStyle.NO_FORMAT);
        bare.setParameters(null);
        String object = formatter.format(bare);
        int end = object.lastIndexOf('}');
        if (end < 0 || line.fields().isEmpty()) {
            return object;
        }
        String fields = written(line.fields());
        return object.substring(0, end) + ',' + fields + object.substring(end);
    }

    @Override
    public boolean isCallerCalculationRequired() {
        return formatter.isCallerCalculationRequired();
    }

    /** The members without the braces around them. */
    private static String written(Map<String, Object> fields) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var field : fields.entrySet()) {
                json.writeObjectField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.getBuffer().substring(1, text.getBuffer().length() - 1);
    }
}
