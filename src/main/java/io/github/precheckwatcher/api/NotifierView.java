package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.notify.NotifierRow;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Outbox;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a notifier stands: neither its address nor any secret.
 *
 * @param kind absent when this node's file does not name it
 * @param since since when it is DOWN
 * @param until until when it is PAUSED
 * @param nextProbeAt when it is tried again, while DOWN
 * @param deliveries how many deliveries there are in each state
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Notifier", description = "How a notifier stands; neither its address nor any secret")
public record NotifierView(
        @Schema(description = "The name under watcher.notifiers")
        String name,

        @Schema(description = "Its type in the file; absent when this node's file does not name it")
        Optional<String> kind,

        @Schema(description = "Where it stands") Standing state,
        @Schema(description = "Since when it is DOWN") Optional<Instant> since,
        @Schema(description = "Until when it is PAUSED") Optional<Instant> until,

        @Schema(description = "When it is tried again, while DOWN")
        Optional<Instant> nextProbeAt,

        @Schema(description = "How many deliveries there are in each state", propertyNames = Outbox.State.class)
        Map<Outbox.State, Long> deliveries) {

    /** Where a notifier stands. */
    @Schema(name = "NotifierState")
    public enum Standing {
        /** Deliveries go out. */
        OK,
        /** The receiver asked to wait. */
        PAUSED,
        /** It keeps failing, or has asked to wait for over an hour: only probed. */
        DOWN,
        /** This node's file does not name it, but there are deliveries for it. */
        NOT_CONFIGURED
    }

    /** @param settings empty: it is not configured */
    static NotifierView of(
            Optional<NotifierSettings> settings, NotifierRow row, Map<Outbox.State, Long> deliveries, Instant now) {
        Optional<String> kind = settings.map(notifier -> RouteAnswer.word(notifier.kind()));
        Optional<Instant> paused = settings.flatMap(notifier -> notifier.pausedUntil(row, now));
        Standing standing = kind.isEmpty()
                ? Standing.NOT_CONFIGURED
                : row.downSince().isPresent() ? Standing.DOWN : paused.isPresent() ? Standing.PAUSED : Standing.OK;
        return new NotifierView(
                row.name(),
                kind,
                standing,
                row.downSince(),
                paused,
                row.downSince().isPresent() ? row.nextProbeAt() : Optional.empty(),
                deliveries);
    }
}
