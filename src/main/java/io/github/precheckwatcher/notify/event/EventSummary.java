package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a summary's event says beside its counts and what needs attention, which are read as a digest's are.
 *
 * @param since from when on it counts
 * @param digest how many verdicts there were, how many of each outcome, and those that need attention as far as listed
 * @param needsAttention how many need attention, listed or not
 * @param running how many watches run
 * @param oldest those that run longest, as far as listed
 */
public record EventSummary(
        Optional<Instant> since, EventDigest digest, long needsAttention, long running, List<Running> oldest) {
    /** The only scope so far. */
    static final String DAY = "day";

    public EventSummary {
        requireNonNull(since, "since");
        requireNonNull(digest, "digest");
        oldest = List.copyOf(oldest);
    }

    /** A watch that runs. */
    public record Running(String subject, Optional<Instant> startedAt) {}

    /** @param data the event's */
    static EventSummary of(JsonNode data) {
        JsonNode attention = data.path("attention");
        JsonNode running = data.path("running");
        return new EventSummary(
                Event.time(data, "since"),
                EventDigest.of(data, attention.path("verdicts")),
                attention.path("total").asLong(),
                running.path("total").asLong(),
                Event.each(running.path("oldest"))
                        .map(each -> new Running(each.path("subject").asText(), Event.time(each, "startedAt")))
                        .toList());
    }

    /** How many need attention and are not listed. */
    public long unlisted() {
        return needsAttention - digest.members().size();
    }
}
