package io.github.precheckwatcher.api.act;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is said about an act on one watch. */
public record ReasonRequest(
        @Schema(description = "Why; one line for the history and the log")
        Optional<String> reason) {
    public ReasonRequest {
        reason = requireNonNullElse(reason, Optional.empty());
    }
}
