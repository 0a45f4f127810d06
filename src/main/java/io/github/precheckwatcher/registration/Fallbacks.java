package io.github.precheckwatcher.registration;

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

    /** Tells of fallbacks that do not exist and of those that go round in a ring. */
    void check() {
        Map<String, String> next = new LinkedHashMap<>();
        sections.forEach((name, section) -> section.at("fallback").ifPresent(written -> {
            String other = written.text();
            if (other.equals(name)) {
                section.error("fallback", "is this notifier itself");
            } else if (!sections.containsKey(other)) {
                section.error(
                        "fallback",
                        "there is no notifier " + written.shown() + TasksReader.nearest(written, sections.keySet()));
            } else {
                next.put(name, other);
            }
        }));
        Set<String> seen = new HashSet<>();
        next.keySet().forEach(name -> follow(name, next, seen));
    }

    /** Goes from one to the next; each notifier is gone through once, so that each ring is told once. */
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
                                            ring.stream().map(Shown::key).toList()));
        }
    }
}
