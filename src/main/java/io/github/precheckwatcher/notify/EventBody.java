package io.github.precheckwatcher.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a verdict as the CloudEvent of contract.md 4. Pure: same input, same text. What is not known is absent, never
 * null or empty.
 */
final class EventBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<Outcome> WITH_PROBLEM =
            EnumSet.of(Outcome.ERROR, Outcome.UNKNOWN, Outcome.TIMED_OUT, Outcome.ABANDONED);

    /** The first and last second of the years 0000 to 9999, which RFC 3339 can write. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final JsonGenerator json;

    private EventBody(JsonGenerator json) {
        this.json = json;
    }

    /**
     * A verdict as a message.
     *
     * @param settings name the environment, which becomes part of {@code source}
     */
    static Message verdict(NotifySettings settings, Verdict verdict, WatchFacts watch, Optional<Previous> previous) {
        var text = new StringWriter(2_048);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new EventBody(json).event(settings.environment(), verdict, watch);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return new Message(
                verdict.id(),
                MessageType.VERDICT,
                watch.name(),
                verdict.outcome().name(),
                verdict.observedAt(),
                text.toString());
    }

    /** Stands in until the texts are merged. */
    static Message test(NotifySettings settings, String id, Instant now) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", id);
            json.writeStringField("type", MessageType.TEST.eventType());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return new Message(id, MessageType.TEST, "test", "TEST", now, text.toString());
    }

    private void event(String environment, Verdict verdict, WatchFacts watch) throws IOException {
        json.writeStartObject();
        text("specversion", "1.0");
        text("id", verdict.id());
        text("source", "precheck-watcher/" + percentEncoded(environment));
        text("type", MessageType.VERDICT.eventType());
        text("subject", watch.name());
        time("time", Optional.of(verdict.observedAt()));
        time("timestamp", Optional.of(verdict.observedAt()));
        text("datacontenttype", "application/json");
        text("took", watch.took().toString());
        json.writeObjectFieldStart("data");
        data(verdict, watch);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void data(Verdict verdict, WatchFacts watch) throws IOException {
        text("outcome", verdict.outcome().name());
        text("summary", verdict.summary());
        watch(watch);
        precheck(verdict.ref());
        text("state", verdict.state());
        if (verdict.progress().isPresent()) {
            json.writeNumberField("progress", verdict.progress().getAsInt());
        }
        time("createdTime", verdict.createdTime());
        time("updatedTime", verdict.updatedTime());
        time("completedTime", verdict.completedTime());
        time("observedAt", Optional.of(verdict.observedAt()));
        instances(verdict.instances());
        if (WITH_PROBLEM.contains(verdict.outcome()) && verdict.problem().isPresent()) {
            problem(verdict.problem().get());
        }
        text("requestId", verdict.requestId());
        if (verdict.outcome() == Outcome.UNKNOWN) {
            text("rawResult", verdict.rawResult().map(raw -> VendorText.cut(raw, PrecheckReport.RAW_LIMIT_BYTES)));
        }
    }

    private void watch(WatchFacts watch) throws IOException {
        json.writeObjectFieldStart("watch");
        text("id", watch.id());
        text("name", watch.name());
        if (!watch.labels().isEmpty()) {
            json.writeObjectFieldStart("labels");
            for (var label : new TreeMap<>(watch.labels()).entrySet()) {
                json.writeStringField(VendorText.wellFormed(label.getKey()), VendorText.wellFormed(label.getValue()));
            }
            json.writeEndObject();
        }
        text("account", watch.account());
        time("registeredAt", Optional.of(watch.registeredAt()));
        json.writeNumberField("polls", watch.polls());
        json.writeEndObject();
    }

    private void precheck(PrecheckRef ref) throws IOException {
        json.writeObjectFieldStart("precheck");
        text("taskId", ref.taskId());
        text("instanceUuid", ref.instanceUuid());
        text("uniRegionId", ref.uniRegionId());
        json.writeEndObject();
    }

    private void instances(List<InstanceReport> instances) throws IOException {
        List<InstanceReport> known =
                instances.stream().filter(EventBody::saysAnything).toList();
        if (known.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("instances");
        for (InstanceReport instance : known) {
            json.writeStartObject();
            text("instanceId", instance.instanceId());
            text("sourceType", instance.sourceType());
            time("checkTime", instance.checkTime());
            if (!instance.items().isEmpty()) {
                json.writeArrayFieldStart("items");
                for (CheckItem item : instance.items()) {
                    item(item);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void item(CheckItem item) throws IOException {
        json.writeStartObject();
        text("item", item.item());
        text("result", item.result());
        var description = CheckCatalog.find(item.item());
        if (description.isPresent()) {
            var text = description.get().english();
            text("title", text.title());
            if (!item.passed()) {
                text("meaning", text.meaning());
                text("remedy", text.remedy());
            }
        }
        json.writeEndObject();
    }

    private void problem(Problem problem) throws IOException {
        json.writeObjectFieldStart("problem");
        text("code", problem.code());
        text("message", problem.message());
        text("requestId", problem.requestId());
        text("remedy", problem.remedy());
        json.writeEndObject();
    }

    private void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    private void text(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, VendorText.wellFormed(value));
        }
    }

    private void time(String name, Optional<Instant> value) throws IOException {
        if (value.isPresent() && writable(value.get())) {
            json.writeStringField(name, value.get().toString());
        }
    }

    private static boolean writable(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private static boolean saysAnything(InstanceReport instance) {
        return instance.instanceId().filter(id -> !id.isEmpty()).isPresent()
                || instance.sourceType().filter(type -> !type.isEmpty()).isPresent()
                || instance.checkTime().filter(EventBody::writable).isPresent()
                || !instance.items().isEmpty();
    }

    /** RFC 3986: everything but the unreserved characters, so that a slash in a name stays one segment. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(VendorText.wellFormed(text), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
