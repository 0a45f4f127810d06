package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Tally;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the {@code data} of a digest's event.
 *
 * @param members the ones that need hands first, not empty
 * @param link the daemon's own page about it
 */
record DigestData(List<Message> members, Optional<String> link) implements EventWriter.Fields {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who needs hands first: the outcomes, and last an operator event that only informs. */
    private static final List<String> WORST_FIRST =
            List.of("FAILED", "ERROR", "UNKNOWN", "ABANDONED", "TIMED_OUT", "WARNING", "PASSED", "CANCELLED", "INFO");

    private static final Comparator<String> BY_NEED = Comparator.comparingInt(DigestData::rank);

    /** @throws IllegalArgumentException when there is no member */
    DigestData {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a digest of nothing");
        }
        members = members.stream()
                .sorted(Comparator.comparing(Message::outcome, BY_NEED).thenComparing(Message::occurredAt))
                .toList();
        requireNonNull(link, "link");
    }

    /** The outcome that needs hands most. */
    String outcome() {
        return members.get(0).outcome();
    }

    @Override
    public void write(EventWriter event) throws IOException {
        Map<String, Long> counts = counts();
        event.text("outcome", outcome());
        event.text("summary", summary(counts));
        event.number("total", members.size());
        event.object("counts", each -> {
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                each.number(count.getKey(), count.getValue());
            }
        });
        event.objects("verdicts", members.stream().map(DigestData::member).toList());
        event.text("link", link);
    }

    private Map<String, Long> counts() {
        return members.stream()
                .collect(Collectors.groupingBy(
                        Message::outcome,
                        () -> new TreeMap<>(BY_NEED.thenComparing(Comparator.naturalOrder())),
                        Collectors.counting()));
    }

    private String summary(Map<String, Long> counts) {
        boolean verdicts = members.stream().allMatch(member -> member.type() == MessageType.VERDICT);
        return members.size()
                + (verdicts ? " verdict" : " message")
                + (members.size() == 1 ? ": " : "s: ")
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static EventWriter.Fields member(Message member) {
        return event -> {
            JsonNode data = data(member); // one at a time
            event.text("id", member.id());
            event.text("outcome", member.outcome());
            event.text("subject", member.subject());
            event.text("summary", data.path("summary").asText());
            counted(event, data);
            JsonNode found = data.path("watch").path("labels");
            if (!found.isEmpty()) {
                event.object("labels", labels -> {
                    for (Map.Entry<String, JsonNode> label : found.properties()) {
                        labels.entry(label.getKey(), label.getValue().asText());
                    }
                });
            }
        };
    }

    /** In numbers, where there is a report, so that the summary can be said in another language. */
    private static void counted(EventWriter event, JsonNode data) throws IOException {
        List<CheckItem> checks = ViewReader.checks(data);
        Tally unlisted = ViewReader.unlisted(data);
        int all = checks.size() + unlisted.checks();
        if (all > 0) {
            event.number("checks", all);
            event.number("passed", checks.stream().filter(CheckItem::passed).count() + unlisted.passed());
        }
    }

    private static JsonNode data(Message member) {
        try {
            return JSON.readTree(member.event()).path("data");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the event of message " + member.id() + " is no JSON");
        }
    }

    private static int rank(String outcome) {
        int rank = WORST_FIRST.indexOf(outcome);
        return rank < 0 ? WORST_FIRST.size() : rank;
    }
}
