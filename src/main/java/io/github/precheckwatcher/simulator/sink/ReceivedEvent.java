package io.github.precheckwatcher.simulator.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The few words of a webhook's body that the sink prints.
 *
 * @param type the CloudEvent's type
 * @param subject what it is about, for a verdict the watch's name
 * @param outcome a verdict's outcome, or the event of an operator event
 * @param taskId which precheck
 */
public record ReceivedEvent(
        Optional<String> type, Optional<String> subject, Optional<String> outcome, Optional<String> taskId) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a body; what is not there, or no JSON at all, is empty. */
    static ReceivedEvent of(byte[] body) {
        JsonNode event;
        try {
            event = JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return new ReceivedEvent(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        return new ReceivedEvent(
                text(event.at("/type")),
                text(event.at("/subject")),
                text(event.at("/data/outcome")).or(() -> text(event.at("/data/event"))),
                text(event.at("/data/precheck/taskId")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
