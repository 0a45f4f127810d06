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
 * @param members the most severe first, not empty
 * @param link the daemon's own page about it
 */
record DigestData(List<Message> members, Optional<String> link) implements EventWriter.Fields {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when there is no member */
    DigestData {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a digest of nothing");
        }
        members = members.stream()
                .sorted(Comparator.comparing(Message::status, MessageStatus.MOST_SEVERE_FIRST)
                        .thenComparing(Message::occurredAt))
                .toList();
        requireNonNull(link, "link");
    }

    /** The most severe one. */
    MessageStatus status() {
        return members.get(0).status();
    }

    @Override
    public void write(EventWriter event) throws IOException {
        Map<MessageStatus, Long> counts = counts();
        event.text("outcome", status().name());
        event.text("summary", summary(counts));
        event.number("total", members.size());
        event.object("counts", each -> {
            for (Map.Entry<MessageStatus, Long> count : counts.entrySet()) {
                each.number(count.getKey().name(), count.getValue());
            }
        });
        event.objects("verdicts", members.stream().map(DigestData::member).toList());
        event.text("link", link);
    }

    private Map<MessageStatus, Long> counts() {
        return members.stream()
                .collect(Collectors.groupingBy(
                        Message::status, () -> new TreeMap<>(MessageStatus.MOST_SEVERE_FIRST), Collectors.counting()));
    }

    private String summary(Map<MessageStatus, Long> counts) {
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
            event.text("outcome", member.status().name());
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
}
