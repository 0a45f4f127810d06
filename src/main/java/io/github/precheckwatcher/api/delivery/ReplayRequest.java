package io.github.precheckwatcher.api.delivery;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which deliveries to make due again; all that is given must hold.
 *
 * @param state DEAD, or DELIVERED with ids alone
 * @param all must be true when nothing else is given
 * @param dryRun only count
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "ReplayRequest", description = "Which deliveries to make due again")
public record ReplayRequest(
        @Schema(description = "These alone") List<String> ids,
        @Schema(description = "Only of this notifier") Optional<String> notifier,

        @Schema(description = "Only with this outcome, or severity")
        Optional<MessageStatus> outcome,

        @Schema(description = "Only of this watch") Optional<String> subject,

        @Schema(description = "Only of events at or after this time")
        Optional<Instant> since,

        @Schema(description = "Only of events before this time")
        Optional<Instant> until,

        @Schema(
                description =
                        "DEAD, as when it is absent, or DELIVERED: what is named by ids, and nothing else, is sent"
                                + " again on purpose")
        Optional<Outbox.State> state,

        @Schema(description = "Must be true when nothing else is given")
        boolean all,

        @Schema(description = "Only count") boolean dryRun,
        @Schema(description = "Why, in one line") Optional<String> reason) {
    public ReplayRequest {
        ids = List.copyOf(requireNonNullElse(ids, List.of()));
        notifier = requireNonNullElse(notifier, Optional.empty());
        outcome = requireNonNullElse(outcome, Optional.empty());
        subject = requireNonNullElse(subject, Optional.empty());
        since = requireNonNullElse(since, Optional.empty());
        until = requireNonNullElse(until, Optional.empty());
        state = requireNonNullElse(state, Optional.empty());
        reason = requireNonNullElse(reason, Optional.empty());
    }

    /** The same, to be done or only counted. */
    public ReplayRequest dry(boolean only) {
        return new ReplayRequest(ids, notifier, outcome, subject, since, until, state, all, only, reason);
    }

    /** Without the state. */
    Filter filter() {
        return new Filter(ids, notifier, Optional.empty(), outcome, subject, since, until);
    }
}
