package io.github.precheckwatcher.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.precheckwatcher.precheck.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whom a message calls by name. Pure. */
public final class Called {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private Called() {}

    /**
     * For a verdict those of its outcome and labels; for a digest those of all its members, each once; for a sample and
     * for news of the daemon itself nobody. {@link Mentions#ALL} stands alone.
     */
    public static Set<String> by(Message message, Mentions mentions) {
        var called = new LinkedHashSet<String>();
        verdicts(message)
                .forEach(verdict ->
                        outcome(verdict).ifPresent(outcome -> called.addAll(mentions.of(outcome, labels(verdict)))));
        return called.contains(Mentions.ALL) ? Set.of(Mentions.ALL) : called;
    }

    private static Stream<JsonNode> verdicts(Message message) {
        return switch (message.type()) {
            case VERDICT -> Stream.of(data(message));
            case DIGEST -> {
                Stream.Builder<JsonNode> members = Stream.builder();
                data(message).path("verdicts").forEach(members);
                yield members.build();
            }
            case OPERATOR, TEST -> Stream.empty();
        };
    }

    private static JsonNode data(Message message) {
        try {
            return JSON.readTree(message.event()).path("data");
        } catch (IOException e) {
            return MissingNode.getInstance(); // a message must be told, whoever it calls
        }
    }

    private static Optional<Outcome> outcome(JsonNode verdict) {
        String word = verdict.path("outcome").asText();
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome.name().equals(word))
                .findAny();
    }

    /** Of a verdict's watch, or of a digest's member. */
    private static Map<String, String> labels(JsonNode verdict) {
        var labels = new LinkedHashMap<String, String>();
        JsonNode found = verdict.has("watch") ? verdict.path("watch").path("labels") : verdict.path("labels");
        found.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
