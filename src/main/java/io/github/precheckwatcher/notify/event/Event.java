package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.event.OperatorEvent.Severity;
import io.github.precheckwatcher.precheck.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A message with its event read: the one reader of the JSON that {@link EventWriter} writes. From the event alone, so
 * that a stored message can be written anew in another language. What is absent there is empty here; texts are as they
 * came, neither bounded nor on one line.
 */
public final class Event {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Message message;
    private final JsonNode event;
    private final JsonNode data;
    private final EventReport report;
    private final EventDigest digest;

    private Event(Message message, JsonNode event) {
        this.message = requireNonNull(message, "message");
        this.event = event;
        this.data = event.path("data");
        this.report = EventReport.of(data);
        this.digest = EventDigest.of(data);
    }

    /** @throws IllegalArgumentException when the message's event is no JSON; says nothing of its content */
    public static Event of(Message message) {
        return of(message, message.event());
    }

    /**
     * The same with the event as a body has it, in another language perhaps.
     *
     * @throws IllegalArgumentException when that is no JSON; says nothing of its content
     */
    public static Event of(Message message, String json) {
        try {
            return new Event(message, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the event of message " + message.id() + " is no JSON");
        }
    }

    /** Which precheck a verdict is about. */
    public record Precheck(String taskId, String instanceUuid, String region) {}

    /** How the instance's last verdict was, and what changed since. */
    public record Comparison(
            MessageStatus status, Optional<Instant> observedAt, List<String> fixed, List<String> broken) {}

    public Message message() {
        return message;
    }

    public String subject() {
        return event.path("subject").asText();
    }

    /** Where the daemon runs. */
    public String environment() {
        String source = event.path("source").asText();
        String encoded = source.startsWith(EventWriter.SOURCE) ? source.substring(EventWriter.SOURCE.length()) : source;
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }

    /** How long the round took. */
    public Optional<Duration> took() {
        return parsed(event, "took", Duration::parse);
    }

    /** What the data name as outcome: nothing in an operator event. */
    public Optional<MessageStatus> status() {
        return status(data);
    }

    /** One line, with the name. */
    public String summary() {
        return data.path("summary").asText();
    }

    public Optional<String> link() {
        return text(data, "link");
    }

    /** Of a verdict's watch. */
    public Optional<String> watchId() {
        return text(data.path("watch"), "id");
    }

    /** The account that asked; empty but of a verdict. */
    public String account() {
        return data.path("watch").path("account").asText();
    }

    /** The labels of a verdict's watch, in the event's order. */
    public Map<String, String> labels() {
        return labels(data.path("watch"));
    }

    public int polls() {
        return data.path("watch").path("polls").asInt();
    }

    public Optional<String> runbook() {
        return text(data.path("watch"), "runbook");
    }

    public Optional<Precheck> precheck() {
        JsonNode precheck = data.path("precheck");
        return precheck.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Precheck(
                        precheck.path("taskId").asText(),
                        precheck.path("instanceUuid").asText(),
                        precheck.path("uniRegionId").asText()));
    }

    /** What a verdict's report says; has nothing in other events. */
    public EventReport report() {
        return report;
    }

    public Optional<Problem> problem() {
        JsonNode problem = data.path("problem");
        return problem.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Problem(
                        problem.path("code").asText(),
                        problem.path("message").asText(),
                        text(problem, "requestId"),
                        text(problem, "remedy")));
    }

    public Optional<String> requestId() {
        return text(data, "requestId");
    }

    public Optional<Instant> observedAt() {
        return time(data, "observedAt");
    }

    public Optional<Comparison> previous() {
        JsonNode previous = data.path("previous");
        return status(previous)
                .map(status -> new Comparison(
                        status,
                        time(previous, "observedAt"),
                        each(previous.path("fixed")).map(JsonNode::asText).toList(),
                        each(previous.path("broken")).map(JsonNode::asText).toList()));
    }

    /** What a digest says of its messages; has nothing in other events. */
    public EventDigest digest() {
        return digest;
    }

    /** The id of the mute that held back what a digest reports; empty: none did. */
    public Optional<String> mute() {
        return text(data.path("mute"), "id");
    }

    /** What a summary says; has nothing in other events. */
    public EventSummary daily() {
        return EventSummary.of(data);
    }

    /** What happened to the daemon, as {@code account.suspended}; empty but of an operator event. */
    public String operatorEvent() {
        return data.path("event").asText();
    }

    public Optional<Severity> severity() {
        String word = data.path("severity").asText();
        return Stream.of(Severity.values())
                .filter(severity -> severity.name().equals(word))
                .findAny();
    }

    /** How many watches an operator event concerns. */
    public Optional<Long> watches() {
        JsonNode watches = data.path("watches");
        return watches.isIntegralNumber() ? Optional.of(watches.asLong()) : Optional.empty();
    }

    static Optional<MessageStatus> status(JsonNode node) {
        return text(node, "outcome").flatMap(MessageStatus::find);
    }

    static Map<String, String> labels(JsonNode node) {
        var labels = new LinkedHashMap<String, String>();
        node.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return Collections.unmodifiableMap(labels);
    }

    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Empty where the field is missing or an empty text. */
    static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isEmpty());
    }

    static Optional<Instant> time(JsonNode node, String field) {
        return parsed(node, field, Instant::parse);
    }

    private static <T> Optional<T> parsed(JsonNode node, String field, Function<String, T> parse) {
        try {
            return text(node, field).map(parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
