package io.github.precheckwatcher.notify.mute;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.event.PagePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody wants that nobody is notified of some watches for a time. What becomes of them is kept, marked, and summed up when
 * the mute ends.
 *
 * @param id its id
 * @param matchers watches whose labels match all of these; empty: those that are named
 * @param watches these watches, their names by their ids; empty: those that match
 * @param createdAt since when
 * @param until when it ends by itself
 * @param by who asked for it, and why
 * @param end how it ended; empty: it is alive
 */
public record Mute(
        String id,
        List<LabelMatcher> matchers,
        Map<String, String> watches,
        Instant createdAt,
        Instant until,
        Requester by,
        Optional<End> end) {
    /** The longest one. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** So many may be alive at a time. */
    public static final int MOST_ALIVE = 1_000;

    /** @throws IllegalArgumentException when it names watches both ways or neither, or ends before it began */
    public Mute {
        requireNonNull(id, "id");
        matchers = List.copyOf(matchers);
        watches = Collections.unmodifiableMap(new LinkedHashMap<>(watches));
        requireNonNull(createdAt, "createdAt");
        requireNonNull(until, "until");
        requireNonNull(by, "by");
        requireNonNull(end, "end");
        if (matchers.isEmpty() == watches.isEmpty()) {
            throw new IllegalArgumentException("a mute has either matchers or watches");
        }
        if (!until.isAfter(createdAt)) {
            throw new IllegalArgumentException("a mute ends after it began");
        }
    }

    /** Whether this watch is one of those that it is about, alive or not. */
    public boolean hits(String watchId, Map<String, String> labels) {
        return matchers.isEmpty()
                ? watches.containsKey(watchId)
                : matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** Where it stands in the list. */
    public PagePosition position() {
        return new PagePosition(createdAt, id);
    }

    /**
     * How a mute ended.
     *
     * @param by who ended it; empty: its time was over
     */
    public record End(Instant at, Optional<Requester> by) {
        public End {
            requireNonNull(at, "at");
            requireNonNull(by, "by");
        }
    }
}
