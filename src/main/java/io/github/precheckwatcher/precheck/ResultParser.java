package io.github.precheckwatcher.precheck;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the answer's {@code Result}: a string with JSON, the JSON itself, or a string encoded once more (design.md 4).
 * Never throws for what the text says: a part that cannot be read makes the report not {@linkplain PrecheckReport#whole
 * whole}, and what can be read is still listed, up to the very byte where a text is cut.
 *
 * <p>One streaming pass for all shapes, so that time and memory are bounded by the text's length and the stack by nothing
 * the vendor sends. Jackson's limits hold (nesting 1,000 deep, numbers 1,000 digits); behind such a part nothing is read.
 * Of more instances or items than {@link PrecheckReport#PARTS_LIMIT} the first are listed, and the report is not whole.
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

    private final List<InstanceDraft> instances = new ArrayList<>();
    private int itemsKept;
    private boolean whole = true;

    private ResultParser() {}

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
        ResultParser parser = new ResultParser();
        try (JsonParser json = result.traverse()) {
            parser.readRoots(json, false);
        } catch (IOException unreadable) {
            parser.whole = false;
        }
        return parser.report(beginning(result));
    }

    /**
     * Reads the text of a {@code Result}.
     *
     * @param text null and blank mean that there is none
     */
    public static PrecheckReport parse(String text) {
        if (Words.normal(text).isEmpty()) {
            return PrecheckReport.NONE;
        }
        ResultParser parser = new ResultParser();
        parser.readText(text, true);
        return parser.report(text);
    }

    private void readText(String text, boolean mayBeEncodedOnceMore) {
        try (JsonParser json = JSON.createParser(Words.strip(text))) {
            readRoots(json, mayBeEncodedOnceMore);
        } catch (IOException unreadable) {
            whole = false;
        }
    }

    private void readRoots(JsonParser json, boolean mayBeEncodedOnceMore) throws IOException {
        for (int roots = 0; json.nextToken() != null; roots++) {
            whole &= roots == 0;
            if (json.hasToken(JsonToken.START_ARRAY)) {
                readInstances(json);
            } else if (json.hasToken(JsonToken.START_OBJECT)) {
                readInstance(json);
            } else if (json.hasToken(JsonToken.VALUE_STRING) && mayBeEncodedOnceMore) {
                readText(json.getText(), false);
            } else if (!json.hasToken(JsonToken.VALUE_NULL)) {
                whole = false;
            }
        }
    }

    private void readInstances(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.hasToken(JsonToken.START_OBJECT)) {
                readInstance(json);
            } else {
                whole = false;
                json.skipChildren();
            }
        }
    }

    private void readInstance(JsonParser json) throws IOException {
        if (instances.size() == PrecheckReport.PARTS_LIMIT) {
            whole = false;
            json.skipChildren();
            return;
        }
        InstanceDraft instance = new InstanceDraft();
        instances.add(instance);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "instanceId" -> instance.instanceId = word(json);
                case "sourceType" -> instance.sourceType = word(json);
                case "checkTime" -> instance.checkTime = word(json).flatMap(VendorNumbers::unixSeconds);
                case "results" -> readItems(json, instance);
                default -> json.skipChildren();
            }
        }
        instance.closed = true;
    }

    private void readItems(JsonParser json, InstanceDraft instance) throws IOException {
        // with duplicate keys the last wins, a good one over a broken one too
        itemsKept -= instance.items.size();
        instance.items.clear();
        instance.itemsWhole = true;
        if (json.hasToken(JsonToken.START_ARRAY)) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.hasToken(JsonToken.START_OBJECT) && itemsKept < PrecheckReport.PARTS_LIMIT) {
                    itemsKept++;
                    readItem(json, instance);
                } else {
                    instance.itemsWhole = false;
                    json.skipChildren();
                }
            }
        } else if (!json.hasToken(JsonToken.VALUE_NULL)) {
            instance.itemsWhole = false;
            json.skipChildren();
        }
    }

    private static void readItem(JsonParser json, InstanceDraft instance) throws IOException {
        ItemDraft item = new ItemDraft();
        instance.items.add(item);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "item" -> item.name = word(json);
                case "result" -> item.result = word(json);
                default -> json.skipChildren();
            }
        }
        item.closed = true;
    }

    /** The text of a scalar that says something; anything else is passed over and counts as absent. */
    private static Optional<String> word(JsonParser json) throws IOException {
        if (!json.currentToken().isScalarValue() || json.hasToken(JsonToken.VALUE_NULL)) {
            json.skipChildren();
            return Optional.empty();
        }
        return Optional.of(VendorText.wellFormed(json.getText()))
                .filter(text -> !Words.normal(text).isEmpty());
    }

    private PrecheckReport report(String raw) {
        List<InstanceReport> reports = new ArrayList<>();
        for (InstanceDraft instance : instances) {
            whole &= instance.closed
                    && instance.itemsWhole
                    && instance.items.stream().allMatch(item -> item.name.isPresent());
            if (instance.closed || instance.saysSomething()) {
                reports.add(instance.report());
            }
        }
        return new PrecheckReport(reports, whole, Optional.of(raw));
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

    /** What was read of an instance so far; complete once closed. */
    private static final class InstanceDraft {
        private Optional<String> instanceId = Optional.empty();
        private Optional<String> sourceType = Optional.empty();
        private Optional<Instant> checkTime = Optional.empty();
        private final List<ItemDraft> items = new ArrayList<>();
        private boolean itemsWhole = true;
        private boolean closed;

        private boolean saysSomething() {
            return instanceId.isPresent() || sourceType.isPresent() || checkTime.isPresent() || !items.isEmpty();
        }

        private InstanceReport report() {
            List<CheckItem> listed = items.stream()
                    .filter(ItemDraft::readable)
                    .map(item -> new CheckItem(item.name.orElseThrow(), item.result))
                    .toList();
            return new InstanceReport(instanceId, sourceType, checkTime, listed);
        }
    }

    /** What was read of an item so far; complete once closed. */
    private static final class ItemDraft {
        private Optional<String> name = Optional.empty();
        private Optional<String> result = Optional.empty();
        private boolean closed;

        /** An item whose result was cut off says nothing; listed without a result it would be judged as failed. */
        private boolean readable() {
            return name.isPresent() && (closed || result.isPresent());
        }
    }
}
