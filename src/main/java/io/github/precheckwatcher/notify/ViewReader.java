package io.github.precheckwatcher.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckDescription;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.CheckText;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.VendorText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads a message's event into what people read. From the event alone, so that a stored message can be told anew in
 * another language.
 */
final class ViewReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "precheck-watcher/";

    /** A name of ours or of the vendor's; code points. */
    static final int NAME = 200;

    /** A sentence or more; code points. */
    static final int TEXT = 2_000;

    /** So many items are named in a sentence. */
    static final int NAMED = 3;

    private final Message message;
    private final Wording wording;
    private final FixedWords words;
    private final JsonNode event;
    private final JsonNode data;

    /** @throws IllegalArgumentException when the message's event is no JSON */
    ViewReader(Message message, Wording wording) {
        this.message = message;
        this.wording = wording;
        this.words = FixedWords.of(wording.language());
        try {
            this.event = JSON.readTree(message.event());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the event of message " + message.id() + " is no JSON");
        }
        this.data = event.path("data");
    }

    MessageView view() {
        List<CheckItem> checks = checks(data);
        Tally unlisted = unlisted(data);
        String subject = line(message.subject(), NAME);
        return new MessageView(
                message.type(),
                message.status().name(),
                subject,
                summary(subject, checks),
                environment(),
                target(),
                labels(),
                items(),
                unlisted.failed() + unlisted.warnings(),
                checks.size() + unlisted.checks(),
                (int) checks.stream().filter(CheckItem::passed).count() + unlisted.passed(),
                problem(),
                PreviousWords.of(data.path("previous"), message, words),
                TimeWords.at(message.occurredAt(), wording.zone()),
                message.occurredAt().getEpochSecond(),
                text(event, "took", NAME).flatMap(took -> TimeWords.took(took, words)),
                text(data, "requestId", NAME).or(() -> text(data.path("problem"), "requestId", NAME)),
                text(data, "link", TEXT),
                text(data.path("watch"), "runbook", TEXT),
                lines(),
                counts(),
                data.path("watches").isIntegralNumber()
                        ? Optional.of(data.path("watches").asLong())
                        : Optional.empty(),
                words);
    }

    /** What a verdict's data has no room for, but for whether its instances are silent. */
    static Tally unlisted(JsonNode data) {
        JsonNode unlisted = data.path("unlisted");
        return new Tally(
                unlisted.path("instances").asInt(),
                0,
                unlisted.path("passed").asInt(),
                unlisted.path("warning").asInt(),
                unlisted.path("failed").asInt());
    }

    /** The checks that a verdict's data lists, of all instances. */
    static List<CheckItem> checks(JsonNode data) {
        return all(data.path("instances")).stream()
                .flatMap(instance -> all(instance.path("items")).stream())
                .map(ViewReader::check)
                .toList();
    }

    private static CheckItem check(JsonNode item) {
        return new CheckItem(
                item.path("item").asText(),
                Optional.ofNullable(item.path("result").textValue()));
    }

    private String summary(String subject, List<CheckItem> checks) {
        return SummaryWords.of(message, data, checks, words)
                .map(text -> line(text, TEXT))
                .orElseGet(() -> SummaryWords.unnamed(data.path("summary").asText(), subject));
    }

    private String environment() {
        String source = event.path("source").asText();
        String encoded = source.startsWith(SOURCE) ? source.substring(SOURCE.length()) : source;
        try {
            return line(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8), NAME);
        } catch (IllegalArgumentException e) {
            return line(encoded, NAME);
        }
    }

    private Optional<MessageView.Target> target() {
        JsonNode precheck = data.path("precheck");
        if (precheck.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(new MessageView.Target(
                line(precheck.path("taskId").asText(), NAME),
                line(precheck.path("instanceUuid").asText(), NAME),
                line(precheck.path("uniRegionId").asText(), NAME),
                line(data.path("watch").path("account").asText(), NAME),
                ofInstances("instanceId"),
                ofInstances("sourceType")));
    }

    private Optional<String> ofInstances(String field) {
        List<String> said = all(data.path("instances")).stream()
                .flatMap(instance -> text(instance, field, NAME).stream())
                .distinct()
                .toList();
        return said.isEmpty() ? Optional.empty() : Optional.of(words.list(said, NAMED));
    }

    private Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        data.path("watch")
                .path("labels")
                .properties()
                .forEach(label ->
                        labels.put(label.getKey(), line(label.getValue().asText(), TEXT)));
        return labels;
    }

    /** What did not pass: warnings last, otherwise in the report's order. */
    private List<MessageView.Item> items() {
        List<JsonNode> instances = all(data.path("instances"));
        var failed = new ArrayList<MessageView.Item>();
        var warned = new ArrayList<MessageView.Item>();
        for (JsonNode instance : instances) {
            Optional<String> id = instances.size() > 1 ? text(instance, "instanceId", NAME) : Optional.empty();
            for (JsonNode item : all(instance.path("items"))) {
                CheckItem check = check(item);
                if (!check.passed()) {
                    (check.warning() ? warned : failed).add(item(item, id));
                }
            }
        }
        failed.addAll(warned);
        return failed;
    }

    private MessageView.Item item(JsonNode item, Optional<String> instanceId) {
        Optional<CheckText> known = catalogue(item.path("item").asText());
        return new MessageView.Item(
                line(item.path("item").asText(), NAME),
                text(item, "result", NAME),
                said(item, "title", known, CheckText::title),
                said(item, "meaning", known, CheckText::meaning),
                said(item, "remedy", known, CheckText::remedy),
                instanceId);
    }

    /** The catalogue's words in the wanted language; the event's own where it is the event's language. */
    private Optional<CheckText> catalogue(String item) {
        return wording.language() == Language.ZH_CN
                ? CheckCatalog.find(item).map(CheckDescription::chinese)
                : Optional.empty();
    }

    private static Optional<String> said(
            JsonNode item, String field, Optional<CheckText> known, Function<CheckText, String> words) {
        return known.map(words).map(text -> line(text, TEXT)).or(() -> text(item, field, TEXT));
    }

    private Optional<MessageView.Cause> problem() {
        JsonNode problem = data.path("problem");
        if (problem.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(new MessageView.Cause(
                line(problem.path("code").asText(), NAME),
                translated("problem", problem)
                        .orElseGet(() -> line(problem.path("message").asText(), TEXT)),
                translated("remedy", problem).or(() -> text(problem, "remedy", TEXT))));
    }

    private Optional<String> translated(String what, JsonNode problem) {
        return words.find(what + '.' + problem.path("code").asText(), SummaryWords.bareName(message.subject()));
    }

    private List<MessageView.Line> lines() {
        return all(data.path("verdicts")).stream()
                .map(told -> {
                    String subject = line(told.path("subject").asText(), NAME);
                    return new MessageView.Line(
                            line(told.path("outcome").asText(), NAME),
                            subject,
                            SummaryWords.member(told, words)
                                    .orElseGet(() -> SummaryWords.unnamed(
                                            told.path("summary").asText(), subject)));
                })
                .toList();
    }

    private List<MessageView.Count> counts() {
        var counts = new ArrayList<MessageView.Count>();
        data.path("counts")
                .properties()
                .forEach(count -> counts.add(
                        new MessageView.Count(count.getKey(), count.getValue().asInt())));
        return counts;
    }

    static List<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    static Optional<String> text(JsonNode node, String field, int limit) {
        return Optional.ofNullable(node.path(field).textValue())
                .map(text -> line(text, limit))
                .filter(text -> !text.isEmpty());
    }

    /** On one line, so that nothing from outside can look like a line of ours. */
    static String line(String text, int limit) {
        // shown first: on one line a mark that turns the direction of reading would be a space, and look like one
        return VendorText.oneLine(VendorText.shown(text), limit);
    }
}
