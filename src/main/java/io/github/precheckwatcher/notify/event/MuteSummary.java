package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The verdicts of which a notifier was not notified while a mute lasted.
 *
 * @param mute the mute's id
 * @param by who asked for it, and why
 * @param since when it began
 * @param until when it ended
 * @param listed the most severe of them, not empty
 * @param counts how many there are of each status, those that are not listed too
 */
public record MuteSummary(
        String mute,
        Requester by,
        Instant since,
        Instant until,
        List<Message> listed,
        Map<MessageStatus, Integer> counts) {
    public MuteSummary {
        requireNonNull(mute, "mute");
        requireNonNull(by, "by");
        requireNonNull(since, "since");
        requireNonNull(until, "until");
        listed = List.copyOf(listed);
        counts = Map.copyOf(counts);
    }
}
