package io.github.precheckwatcher.notify.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a digest's event says of the messages that it holds.
 *
 * @param total how many there are
 * @param counts how many of each status, in the event's order
 * @param members those that it lists, in its order
 */
public record EventDigest(long total, Map<MessageStatus, Integer> counts, List<Member> members) {
    public EventDigest {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        members = List.copyOf(members);
    }

    /**
     * A message of a digest.
     *
     * @param status empty: a word that this version does not know
     * @param checks how many checks there were; empty: there was no report
     */
    public record Member(
            Optional<MessageStatus> status,
            String subject,
            String summary,
            OptionalInt checks,
            int passed,
            Map<String, String> labels) {}

    /** @param data the event's */
    static EventDigest of(JsonNode data) {
        return of(data, data.path("verdicts"));
    }

    /** @param members where the members stand */
    static EventDigest of(JsonNode data, JsonNode members) {
        var counts = new LinkedHashMap<MessageStatus, Integer>();
        data.path("counts")
                .properties()
                .forEach(count -> MessageStatus.find(count.getKey())
                        .ifPresent(status -> counts.put(status, count.getValue().asInt())));
        return new EventDigest(
                data.path("total").asLong(),
                counts,
                Event.each(members).map(EventDigest::member).toList());
    }

    private static Member member(JsonNode member) {
        return new Member(
                Event.status(member),
                member.path("subject").asText(),
                member.path("summary").asText(),
                member.has("checks") ? OptionalInt.of(member.path("checks").asInt()) : OptionalInt.empty(),
                member.path("passed").asInt(),
                Event.labels(member));
    }
}
