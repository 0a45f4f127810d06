package io.github.precheckwatcher.api;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why an account is to be probed; it may be left out whole. */
@Schema(name = "ProbeRequest", description = "Why an account is to be probed")
public record ProbeRequest(
        @Schema(description = "Why, in one line") Optional<String> reason) {
    public ProbeRequest {
        reason = requireNonNullElse(reason, Optional.empty());
    }

    /** What is asked for without a body. */
    static ProbeRequest plain() {
        return new ProbeRequest(Optional.empty());
    }
}
