package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads whom a notifier calls by name, by outcome and by label. */
final class MentionsReader {
    private MentionsReader() {}

    static Mentions read(Section section) {
        List<Mentions.ByLabel> byLabel = new ArrayList<>();
        for (int i = 0; i < section.size("mention-match"); i++) {
            String entry = "mention-match[" + i + "]";
            List<LabelMatcher> match = MatchersReader.read(section, entry + ".match");
            if (!section.has(entry + ".match")) {
                section.problems()
                        .error(
                                section.location(entry).missing("match"),
                                "is missing; without it use mention beside it");
            }
            section.refuseEmpty(entry + ".match", "has no matcher; without one use mention beside it");
            Map<Outcome, List<String>> called = byOutcome(section, entry);
            if (called.isEmpty() && namesNoOutcome(section, entry)) {
                section.error(entry, "names no outcome, so it calls nobody; write one, like FAILED: [...]");
            }
            byLabel.add(new Mentions.ByLabel(match, called));
        }
        return new Mentions(byOutcome(section, "mention"), byLabel);
    }

    private static boolean namesNoOutcome(Section section, String entry) {
        for (Outcome outcome : Outcome.values()) {
            if (section.has(entry + "." + outcome)) {
                return false;
            }
        }
        return true;
    }

    private static Map<Outcome, List<String>> byOutcome(Section section, String path) {
        Map<Outcome, List<String>> called = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            String key = path + "." + outcome;
            section.refuseEmpty(key, "names nobody; leave the key out");
            List<String> ids = new ArrayList<>();
            for (ConfigValue id : section.list(key)) {
                if (ids.contains(id.text())) {
                    section.problems().error(id.location(), id.shown() + " stands here twice");
                }
                ids.add(id.text());
            }
            if (!ids.isEmpty()) {
                called.put(outcome, ids);
            }
        }
        return called;
    }
}
