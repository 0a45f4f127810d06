package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.NearestWord;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which notifier takes over from which, and whether that comes to an end. */
final class Fallbacks {
    private final Map<String, Section> sections = new LinkedHashMap<>();

    void add(String name, Section section) {
        sections.put(name, section);
    }

    /** Reports fallbacks that do not exist and of those that go round in a ring. */
    void check() {
        Map<String, String> next = new LinkedHashMap<>();
        sections.forEach((name, section) -> section.at("fallback").ifPresent(written -> {
            String other = written.text();
            if (other.equals(name)) {
                section.error("fallback", "is this notifier itself");
            } else if (!sections.containsKey(other)) {
                section.error(
                        "fallback",
                        "there is no notifier " + written.shown() + NearestWord.hint(written, sections.keySet()));
            } else {
                next.put(name, other);
            }
        }));
        Set<String> seen = new HashSet<>();
        next.keySet().forEach(name -> follow(name, next, seen));
    }

    /** Reports notifiers that send digests to which no fallback of theirs, and none of its own, could be sent one. */
    void checkDigests(List<NotifierSettings> notifiers) {
        Map<String, NotifierSettings> byName = new LinkedHashMap<>();
        notifiers.forEach(notifier -> byName.put(notifier.name(), notifier));
        for (NotifierSettings notifier : notifiers) {
            if (notifier.rateLimits().digest().isEmpty() || notifier.fallback().isEmpty()) {
                continue;
            }
            Set<String> seen = new HashSet<>();
            NotifierSettings at = byName.get(notifier.fallback().get());
            NotifierSettings last = at;
            while (at != null && seen.add(at.name()) && !sendsDigests(at)) {
                last = at;
                at = at.fallback().map(byName::get).orElse(null);
            }
            if (at == null && last != null && last.fallback().isEmpty()) {
                sections.get(notifier.name())
                        .error(
                                "fallback",
                                Redaction.key(last.name()) + " takes over no digests, and this notifier sends some;"
                                        + " name another, or give " + Redaction.key(last.name())
                                        + " a fallback of its own");
            }
        }
    }

    private static boolean sendsDigests(NotifierSettings notifier) {
        return notifier.type().sends(MessageType.DIGEST, MessageStatus.FAILED);
    }

    /** Goes from one to the next; each notifier is gone through once, so that each ring is reported once. */
    private void follow(String start, Map<String, String> next, Set<String> seen) {
        List<String> way = new ArrayList<>();
        String at = start;
        while (at != null && seen.add(at)) {
            way.add(at);
            at = next.get(at);
        }
        int from = at == null ? -1 : way.indexOf(at);
        if (from >= 0) {
            List<String> ring = new ArrayList<>(way.subList(from, way.size()));
            ring.add(at);
            sections.get(at)
                    .error(
                            "fallback",
                            "makes a ring, so that nobody would take over in the end: "
                                    + String.join(
                                            " -> ",
                                            ring.stream().map(Redaction::key).toList()));
        }
    }
}
