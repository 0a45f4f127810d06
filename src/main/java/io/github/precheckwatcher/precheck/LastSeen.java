package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the last good poll of a running precheck said, as far as it is kept between polls.
 *
 * @param state the raw state word
 * @param progress 0..100
 * @param createdTime the vendor's start time
 * @param updatedTime the vendor's time of the last change
 * @param requestId the request id of that poll
 * @param at when it was answered; not known of what an older version wrote
 */
public record LastSeen(
        Optional<String> state,
        OptionalInt progress,
        Optional<Instant> createdTime,
        Optional<Instant> updatedTime,
        Optional<String> requestId,
        Optional<Instant> at) {
    /** Nothing was seen yet. */
    public static final LastSeen NOTHING = new LastSeen(
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public LastSeen {
        requireNonNull(state, "state");
        VendorNumbers.requireProgress(progress);
        requireNonNull(createdTime, "createdTime");
        requireNonNull(updatedTime, "updatedTime");
        requireNonNull(requestId, "requestId");
        requireNonNull(at, "at");
    }

    /**
     * What is kept of an observation.
     *
     * @param at when the poll was answered
     */
    public static LastSeen of(Observation o, Instant at) {
        return new LastSeen(
                Optional.of(o.rawState()),
                o.progress(),
                o.createdTime(),
                o.updatedTime(),
                o.requestId(),
                Optional.of(at));
    }

    /** Where the precheck was seen to have come since the poll before; empty: nowhere, or it does not say how far it is. */
    public Optional<ProgressPoints.Point> movedFrom(LastSeen before) {
        boolean moved = !progress.equals(before.progress) || !state.equals(before.state);
        return moved && progress.isPresent()
                ? at.map(time -> new ProgressPoints.Point(time, progress.getAsInt()))
                : Optional.empty();
    }

    /** The same without any word from outside but a plain id: for a store that refuses to keep the words. */
    public LastSeen withoutWords() {
        return new LastSeen(
                Optional.empty(), progress, createdTime, updatedTime, requestId.filter(VendorText::isPlain), at);
    }
}
