package io.github.precheckwatcher.cloud.sas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.ReportDraft;
import io.github.precheckwatcher.precheck.VendorNumbers;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads the answer's {@code Result}: a string with JSON, the JSON itself, or a string encoded once more.
 * Never throws for what the text says: a part that cannot be read makes the report not {@linkplain PrecheckReport#whole
 * whole}, and what can be read is still listed, up to the very byte where a text is cut.
 *
 * <p>One streaming pass for all shapes, so that time and memory are bounded by the text's length and the stack by nothing
 * the vendor sends. Jackson's limits hold (nesting 1,000 deep, numbers 1,000 digits); behind such a part nothing is read.
 * However large the text, what is kept of it is bounded: each word by {@link VendorText#word}, the report as
 * {@link ReportDraft} says; everything is counted.
 */
public final class ResultParser {
    /** Field names are not pooled: they come from outside, and colliding ones would end in an exception. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(PrecheckReport.RAW_LIMIT_BYTES)
                    .build())
            .build();

    private final ReportDraft draft = new ReportDraft();
    private final UnaryOperator<String> clean;

    private ResultParser(UnaryOperator<String> clean) {
        this.clean = clean;
    }

    /**
     * Reads the {@code Result} of an answer that was read as JSON.
     *
     * @param result null, JSON's null and a missing node mean that there is none
     */
    public static PrecheckReport parse(JsonNode result) {
        if (result == null || result.isNull() || result.isMissingNode()) {
            return PrecheckReport.NONE;
        }
        if (result.isTextual()) {
            return parse(result.textValue());
        }
        ResultParser parser = new ResultParser(UnaryOperator.identity());
        try (JsonParser json = result.traverse()) {
            parser.readRoots(json, false);
        } catch (IOException unreadable) {
            parser.draft.unread();
        }
        return parser.draft.report(Optional.of(beginning(result)));
    }

    /**
     * Reads the text of a {@code Result}.
     *
     * @param text null and blank mean that there is none
     */
    public static PrecheckReport parse(String text) {
        return parse(text, UnaryOperator.identity());
    }

    /**
     * Reads the text of a {@code Result} that may hold what must not be kept.
     *
     * @param text null and blank mean that there is none
     * @param clean takes that out of a word, which it gets whole, its escapes undone
     */
    public static PrecheckReport parse(String text, UnaryOperator<String> clean) {
        if (Words.normal(text).isEmpty()) {
            return PrecheckReport.NONE;
        }
        ResultParser parser = new ResultParser(clean);
        parser.readText(text, true);
        return parser.draft.report(Optional.of(clean.apply(text)));
    }

    private void readText(String text, boolean mayBeEncodedOnceMore) {
        try (JsonParser json = JSON.createParser(Words.strip(text))) {
            readRoots(json, mayBeEncodedOnceMore);
        } catch (IOException unreadable) {
            draft.unread();
        }
    }

    private void readRoots(JsonParser json, boolean mayBeEncodedOnceMore) throws IOException {
        for (int roots = 0; json.nextToken() != null; roots++) {
            if (roots > 0) {
                draft.unread();
            }
            if (json.hasToken(JsonToken.START_ARRAY)) {
                readInstances(json);
            } else if (json.hasToken(JsonToken.START_OBJECT)) {
                readInstance(json);
            } else if (json.hasToken(JsonToken.VALUE_STRING) && mayBeEncodedOnceMore) {
                readText(json.getText(), false);
            } else if (!json.hasToken(JsonToken.VALUE_NULL)) {
                draft.unread();
            }
        }
    }

    private void readInstances(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.hasToken(JsonToken.START_OBJECT)) {
                readInstance(json);
            } else {
                draft.unread();
                json.skipChildren();
            }
        }
    }

    private void readInstance(JsonParser json) throws IOException {
        ReportDraft.Instance instance = draft.open();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "instanceId" -> instance.instanceId(word(json));
                case "sourceType" -> instance.sourceType(word(json));
                case "checkTime" -> instance.checkTime(word(json).flatMap(VendorNumbers::unixSeconds));
                case "results" -> readItems(json, instance);
                default -> json.skipChildren();
            }
        }
        instance.close();
    }

    private void readItems(JsonParser json, ReportDraft.Instance instance) throws IOException {
        instance.beginItems();
        if (json.hasToken(JsonToken.START_ARRAY)) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.hasToken(JsonToken.START_OBJECT)) {
                    readItem(json, instance);
                } else {
                    instance.unreadItem();
                    json.skipChildren();
                }
            }
        } else if (!json.hasToken(JsonToken.VALUE_NULL)) {
            instance.unreadItem();
            json.skipChildren();
        }
    }

    /** An item whose result was cut off says nothing; listed without a result it would be judged as failed. */
    private void readItem(JsonParser json, ReportDraft.Instance instance) throws IOException {
        Optional<String> name = Optional.empty();
        Optional<String> result = Optional.empty();
        boolean closed = false;
        try {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "item" -> name = word(json);
                    case "result" -> result = word(json);
                    default -> json.skipChildren();
                }
            }
            closed = true;
        } finally {
            if (name.isPresent() && (closed || result.isPresent())) {
                instance.add(new CheckItem(name.get(), result));
            } else {
                instance.unreadItem();
            }
        }
    }

    /** The text of a scalar that says something; anything else is passed over and counts as absent. */
    private Optional<String> word(JsonParser json) throws IOException {
        if (!json.currentToken().isScalarValue() || json.hasToken(JsonToken.VALUE_NULL)) {
            json.skipChildren();
            return Optional.empty();
        }
        return Optional.of(VendorText.word(clean.apply(json.getText())))
                .filter(text -> !Words.normal(text).isEmpty());
    }

    /**
     * The beginning of the node as JSON, as much as is kept. Not {@code toString()}, which writes all of it and throws
     * beyond 1,000 levels: as every token writes a character, that many tokens are enough.
     */
    private static String beginning(JsonNode node) {
        StringWriter text = new StringWriter();
        try (JsonParser json = node.traverse();
                JsonGenerator out = JSON.createGenerator(text)) {
            for (int tokens = 0; tokens < PrecheckReport.RAW_LIMIT_BYTES && json.nextToken() != null; tokens++) {
                out.copyCurrentEvent(json);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("a tree in memory cannot be written into memory", impossible);
        }
        return text.toString();
    }
}
