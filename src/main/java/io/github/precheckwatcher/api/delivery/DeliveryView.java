package io.github.precheckwatcher.api.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A delivery as the API shows it; what is not known is absent.
 *
 * @param event the id that receivers see
 * @param outcome a verdict's outcome, a digest's worst one, an operator event's severity
 * @param body only of a delivery that is shown alone
 * @param history its attempts, only of a delivery that is shown alone
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Delivery", description = "One message for one notifier")
public record DeliveryView(
        @Schema(description = "The delivery's own id") String id,

        @Schema(description = "The id that the receiver sees: the same over attempts, replays and notifiers")
        String event,

        @Schema(description = "What it reports") MessageType type,

        @Schema(description = "The watch's name, or what an operator event is about")
        String subject,

        @Schema(description = "A verdict's outcome, a digest's worst one, an operator event's severity")
        String outcome,

        @Schema(description = "For which notifier") String notifier,
        @Schema(description = "Where it stands") Outbox.State state,

        @Schema(description = "How many attempts counted since it was written or last replayed")
        int attempts,

        @Schema(description = "When the event happened") Instant occurredAt,

        @Schema(
                description = "When it is due again, while PENDING; while MUTED, when the last mute ends that holds it"
                        + " back")
        Optional<Instant> nextAt,

        @Schema(description = "When it was DELIVERED or DEAD")
        Optional<Instant> endedAt,

        @Schema(description = "The receiver's last HTTP status")
        Optional<Integer> status,

        @Schema(description = "What the last attempt failed on")
        Optional<String> error,

        @Schema(description = "The delivery that reports this one among others")
        Optional<String> digest,

        @Schema(description = "What is sent; only in GET of one delivery")
        Optional<String> body,

        @Schema(description = "Its attempts, the first first; only in GET of one delivery")
        Optional<List<AttemptView>> history) {
    public static DeliveryView of(DeliveryQueries.Entry entry) {
        return of(entry, Optional.empty(), Optional.empty());
    }

    static DeliveryView of(DeliveryQueries.Whole whole) {
        List<AttemptView> history = whole.attempts().stream()
                .map(a -> new AttemptView(a.endedAt(), a.counted(), a.state(), a.status(), a.error()))
                .toList();
        return of(whole.entry(), Optional.of(whole.body()), Optional.of(history));
    }

    private static DeliveryView of(
            DeliveryQueries.Entry entry, Optional<String> body, Optional<List<AttemptView>> history) {
        return new DeliveryView(
                entry.id(),
                entry.eventId(),
                entry.type(),
                entry.subject(),
                entry.outcome().name(),
                entry.notifier(),
                entry.state(),
                entry.attempts(),
                entry.occurredAt(),
                entry.nextAt(),
                entry.endedAt(),
                entry.status(),
                entry.error(),
                entry.digest(),
                body,
                history);
    }

    /** One attempt. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "Attempt", description = "One try of a delivery")
    public record AttemptView(
            @Schema(description = "When it ended") Instant endedAt,

            @Schema(description = "Whether it counts; being asked to wait does not")
            boolean counted,

            @Schema(description = "What the delivery was after it")
            Outbox.State state,

            @Schema(description = "The receiver's HTTP status")
            Optional<Integer> status,

            @Schema(description = "What it failed on") Optional<String> error) {}
}
