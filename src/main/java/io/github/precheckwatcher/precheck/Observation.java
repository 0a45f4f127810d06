package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one good poll said.
 *
 * @param phase what the state word stands for
 * @param rawState the state word as sent
 * @param progress 0..100, clamped; empty when absent or no number
 * @param createdTime when the vendor says the precheck began; the three times may contradict each other
 * @param updatedTime when the vendor says it last changed
 * @param completedTime when the vendor says it ended
 * @param report the parsed report
 * @param requestId the vendor's request id, for support tickets
 */
public record Observation(
        Phase phase,
        String rawState,
        OptionalInt progress,
        Optional<Instant> createdTime,
        Optional<Instant> updatedTime,
        Optional<Instant> completedTime,
        PrecheckReport report,
        Optional<String> requestId) {
    public Observation {
        requireNonNull(phase, "phase");
        requireNonNull(rawState, "rawState");
        VendorNumbers.requireProgress(progress);
        requireNonNull(createdTime, "createdTime");
        requireNonNull(updatedTime, "updatedTime");
        requireNonNull(completedTime, "completedTime");
        requireNonNull(report, "report");
        requireNonNull(requestId, "requestId");
    }
}
