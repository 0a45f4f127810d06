package io.github.precheckwatcher.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What came of a probe. */
@Schema(name = "ProbeAnswer", description = "What came of a probe")
public record ProbeAnswer(
        @Schema(description = "In one word") Result result,
        @Schema(description = "In a sentence") String meaning,
        @Schema(description = "How the account stands now") AccountView account) {
    /** What came of a probe, in one word. */
    public enum Result {
        /** The cloud answers the account again. */
        RECOVERED,
        /** It does not. */
        FAILED,
        /** The probe is due, and its answer was not there in time. */
        DUE,
        /** The account is polled anyway. */
        NOT_NEEDED,
        /** Nothing is watched by it, so there is nothing to ask about. */
        NO_WATCH
    }
}
