package io.github.precheckwatcher.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the instance's last verdict was, as {@code was FAILED two hours ago: MYSQL_BINLOG is fixed}. Pure. */
final class PreviousWords {
    private PreviousWords() {}

    /**
     * The sentence; empty when nothing is known of an earlier verdict.
     *
     * @param previous the event's {@code data.previous}, or a missing node
     */
    static Optional<String> of(JsonNode previous, Message message, FixedWords words) {
        Optional<String> outcome = ViewReader.text(previous, "outcome", ViewReader.NAME);
        if (outcome.isEmpty()) {
            return Optional.empty();
        }
        // both times are ours, so that their distance means something
        String ago = ViewReader.text(previous, "observedAt", ViewReader.NAME)
                .flatMap(PreviousWords::time)
                .map(then -> TimeWords.ago(Duration.between(then, message.occurredAt()), words))
                .orElse("");
        List<String> fixed = names(previous.path("fixed"));
        List<String> broken = names(previous.path("broken"));
        boolean same = fixed.isEmpty()
                && broken.isEmpty()
                && outcome.get().equals(message.status().name());
        var changes = new ArrayList<String>();
        add(changes, fixed, "fixed", words);
        add(changes, broken, "broken", words);
        String was = words.with(same ? "wasToo" : "was", outcome.get(), ago);
        return Optional.of(
                changes.isEmpty() ? was : was + words.get("colon") + String.join(words.get("semicolon"), changes));
    }

    private static void add(List<String> changes, List<String> items, String what, FixedWords words) {
        if (!items.isEmpty()) {
            String key = what + (items.size() == 1 ? "One" : "Several");
            changes.add(words.with(key, words.list(items, ViewReader.NAMED)));
        }
    }

    private static List<String> names(JsonNode texts) {
        return ViewReader.all(texts).stream()
                .map(text -> ViewReader.line(text.asText(), ViewReader.NAME))
                .toList();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
