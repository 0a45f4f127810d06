package io.github.precheckwatcher.api.delivery;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which DEAD deliveries to make due again; all that is given must hold.
 *
 * @param all must be true when nothing else is given
 * @param dryRun only count
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReplayRequest(
        @Schema(description = "These alone") List<String> ids,
        @Schema(description = "Only of this notifier") Optional<String> notifier,
        @Schema(description = "Only with this outcome") Optional<String> outcome,
        @Schema(description = "Only of this watch") Optional<String> subject,

        @Schema(description = "Only of events at or after this time")
        Optional<Instant> since,

        @Schema(description = "Only of events before this time")
        Optional<Instant> until,

        @Schema(description = "Must be true when nothing else is given")
        boolean all,

        @Schema(description = "Only count") boolean dryRun) {
    public ReplayRequest {
        ids = List.copyOf(requireNonNullElse(ids, List.of()));
        notifier = requireNonNullElse(notifier, Optional.empty());
        outcome = requireNonNullElse(outcome, Optional.empty());
        subject = requireNonNullElse(subject, Optional.empty());
        since = requireNonNullElse(since, Optional.empty());
        until = requireNonNullElse(until, Optional.empty());
    }

    /** The same, to be done or only counted. */
    public ReplayRequest dry(boolean only) {
        return new ReplayRequest(ids, notifier, outcome, subject, since, until, all, only);
    }

    Filter filter() {
        Filter filter = new Filter(ids, notifier, Optional.empty(), outcome, subject, since, until);
        if (all == !filter.equals(Filter.ALL)) {
            throw RequestProblem.bad(
                    all
                            ? "all stands beside a filter; keep one of the two"
                            : "no filter is given; all: true replays every DEAD delivery");
        }
        return filter;
    }
}
