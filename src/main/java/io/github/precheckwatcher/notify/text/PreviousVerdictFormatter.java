package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Event.Comparison;
import io.github.precheckwatcher.notify.event.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the instance's last verdict was, as {@code was FAILED two hours ago: MYSQL_BINLOG is fixed}. */
final class PreviousVerdictFormatter {
    private PreviousVerdictFormatter() {}

    /** The sentence; empty when nothing is known of an earlier verdict. */
    static Optional<String> of(Event event, Translations translations) {
        return event.previous().map(previous -> sentence(previous, event.message(), translations));
    }

    private static String sentence(Comparison previous, Message message, Translations translations) {
        // both times are ours, so that their distance means something
        String ago = previous.observedAt()
                .map(then -> TimeFormatter.ago(Duration.between(then, message.occurredAt()), translations))
                .orElse("");
        boolean same =
                previous.fixed().isEmpty() && previous.broken().isEmpty() && previous.status() == message.status();
        var changes = new ArrayList<String>();
        add(changes, previous.fixed(), "fixed", translations);
        add(changes, previous.broken(), "broken", translations);
        String was = translations.with(same ? "wasToo" : "was", previous.status(), ago);
        return changes.isEmpty()
                ? was
                : was + translations.get("colon") + String.join(translations.get("semicolon"), changes);
    }

    private static void add(List<String> changes, List<String> items, String what, Translations translations) {
        if (!items.isEmpty()) {
            String key = what + (items.size() == 1 ? "One" : "Several");
            changes.add(translations.with(key, translations.list(lines(items), ViewReader.NAMED)));
        }
    }

    private static List<String> lines(List<String> items) {
        return items.stream()
                .map(item -> ViewReader.line(item, ViewReader.NAME))
                .toList();
    }
}
