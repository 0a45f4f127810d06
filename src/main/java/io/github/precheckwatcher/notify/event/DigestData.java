package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

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
 * @param members those that are listed, the most severe first, not empty
 * @param mute the mute that held them back, and how many it held back in all; empty: all are listed
 * @param link the daemon's own page about it
 */
record DigestData(List<Message> members, Optional<MuteSummary> mute, Optional<String> link)
        implements EventWriter.Fields {
    /** @throws IllegalArgumentException when there is no member */
    DigestData {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a digest of nothing");
        }
        members = members.stream()
                .sorted(Comparator.comparing(Message::status, MessageStatus.MOST_SEVERE_FIRST)
                        .thenComparing(Message::occurredAt))
                .toList();
        requireNonNull(mute, "mute");
        requireNonNull(link, "link");
    }

    /** The most severe one. */
    MessageStatus status() {
        return members.get(0).status();
    }

    @Override
    public void write(EventWriter event) throws IOException {
        Map<MessageStatus, Long> counts = counts();
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        event.text("outcome", status().name());
        event.text("summary", summary(counts, total));
        event.number("total", total);
        event.object("counts", each -> {
            for (Map.Entry<MessageStatus, Long> count : counts.entrySet()) {
                each.number(count.getKey().name(), count.getValue());
            }
        });
        event.objects("verdicts", members.stream().map(DigestData::member).toList());
        if (mute.isPresent()) {
            event.object("mute", each -> mute(each, mute.get()));
        }
        event.text("link", link);
    }

    private static void mute(EventWriter event, MuteSummary mute) throws IOException {
        event.text("id", mute.mute());
        event.text("by", mute.by().name());
        event.text("reason", mute.by().reason());
        event.time("since", mute.since());
        event.time("until", mute.until());
    }

    private Map<MessageStatus, Long> counts() {
        Map<MessageStatus, Long> counts = new TreeMap<>(MessageStatus.MOST_SEVERE_FIRST);
        mute.ifPresentOrElse(
                held -> held.counts().forEach((status, count) -> counts.put(status, (long) count)),
                () -> members.forEach(member -> counts.merge(member.status(), 1L, Long::sum)));
        return counts;
    }

    private String summary(Map<MessageStatus, Long> counts, long total) {
        boolean verdicts = members.stream().allMatch(member -> member.type() == MessageType.VERDICT);
        return total
                + (verdicts ? " verdict" : " message")
                + (total == 1 ? "" : "s")
                + (mute.isPresent() ? " while muted: " : ": ")
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static EventWriter.Fields member(Message message) {
        return writer -> {
            Event event = Event.of(message); // one at a time
            writer.text("id", message.id());
            writer.text("outcome", message.status().name());
            writer.text("subject", message.subject());
            writer.text("summary", event.summary());
            // in numbers, where there is a report, so that the summary can be said in another language
            if (event.report().checks() > 0) {
                writer.number("checks", event.report().checks());
                writer.number("passed", event.report().passed());
            }
            writer.labels(event.labels());
        };
    }
}
