package io.github.precheckwatcher.api.delivery;

import static java.util.Objects.requireNonNullElse;

import io.github.precheckwatcher.notify.outbox.Outbox;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How one delivery is to be made due again; it may be left out whole. */
@Schema(name = "ReplayOneRequest", description = "How one delivery is to be made due again")
public record ReplayOneRequest(
        @Schema(description = "DEAD, as when it is absent, or DELIVERED: it is sent again on purpose")
        Optional<Outbox.State> state,

        @Schema(description = "Why, in one line") Optional<String> reason) {
    public ReplayOneRequest {
        state = requireNonNullElse(state, Optional.empty());
        reason = requireNonNullElse(reason, Optional.empty());
    }

    /** What is asked for without a body. */
    static ReplayOneRequest plain() {
        return new ReplayOneRequest(Optional.empty(), Optional.empty());
    }
}
