package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Event.Comparison;
import io.github.precheckwatcher.notify.event.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the instance's last verdict was, as {@code was FAILED two hours ago: MYSQL_BINLOG is fixed}. Pure. */
final class PreviousVerdictFormatter {
    private PreviousVerdictFormatter() {}

    /** The sentence; empty when nothing is known of an earlier verdict. */
    static Optional<String> of(Event event, Translations words) {
        return event.previous().map(previous -> sentence(previous, event.message(), words));
    }

    private static String sentence(Comparison previous, Message message, Translations words) {
        // both times are ours, so that their distance means something
        String ago = previous.observedAt()
                .map(then -> TimeFormatter.ago(Duration.between(then, message.occurredAt()), words))
                .orElse("");
        boolean same =
                previous.fixed().isEmpty() && previous.broken().isEmpty() && previous.status() == message.status();
        var changes = new ArrayList<String>();
        add(changes, previous.fixed(), "fixed", words);
        add(changes, previous.broken(), "broken", words);
        String was = words.with(same ? "wasToo" : "was", previous.status(), ago);
        return changes.isEmpty() ? was : was + words.get("colon") + String.join(words.get("semicolon"), changes);
    }

    private static void add(List<String> changes, List<String> items, String what, Translations words) {
        if (!items.isEmpty()) {
            String key = what + (items.size() == 1 ? "One" : "Several");
            changes.add(words.with(key, words.list(lines(items), ViewReader.NAMED)));
        }
    }

    private static List<String> lines(List<String> items) {
        return items.stream()
                .map(item -> ViewReader.line(item, ViewReader.NAME))
                .toList();
    }
}
