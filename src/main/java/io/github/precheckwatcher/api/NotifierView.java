package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a notifier stands: neither its address nor any secret.
 *
 * @param kind absent when this node's file does not name it
 * @param since since when it is DOWN or FAILING
 * @param error what fails in this node's own program; the errors of receivers stand at the deliveries
 * @param until until when it is PAUSED
 * @param nextProbeAt when it is tried again, while DOWN
 * @param members of an Alertmanager cluster, as far as this node has called them; absent: none
 * @param deliveries how many deliveries there are in each state
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Notifier", description = "How a notifier stands; neither its address nor any secret")
public record NotifierView(
        @Schema(description = "The name under watcher.notifiers")
        String name,

        @Schema(description = "Its type in the file; absent when this node's file does not name it")
        Optional<String> kind,

        @Schema(description = "Where it stands") NotifierState state,

        @Schema(description = "Since when it is DOWN or FAILING")
        Optional<Instant> since,

        @Schema(
                description = "What fails in this node's own program, as: render: StackOverflowError. The errors of"
                        + " receivers stand at the deliveries")
        Optional<String> error,

        @Schema(description = "Until when it is PAUSED") Optional<Instant> until,

        @Schema(description = "When it is tried again, while DOWN")
        Optional<Instant> nextProbeAt,

        @Schema(description = "The members of an Alertmanager cluster that this node has called")
        Optional<List<MemberView>> members,

        @Schema(description = "How many deliveries there are in each state", propertyNames = Outbox.State.class)
        Map<Outbox.State, Long> deliveries) {

    /** How a member of a cluster answers. */
    @Schema(name = "Member", description = "How a member of an Alertmanager cluster answers")
    public record MemberView(
            @Schema(description = "Its place in urls, from 1")
            int member,

            @Schema(description = "Whether it took what it was last sent")
            boolean up,

            @Schema(description = "Since when that is so") Instant since) {}

    /** Where a notifier stands. */
    @Schema(name = "NotifierState")
    public enum NotifierState {
        /** Deliveries go out. */
        OK,
        /** Attempts fail since a short while, or this node's own program cannot work for it. */
        FAILING,
        /** The receiver asked to wait. */
        PAUSED,
        /** It keeps failing, or has asked to wait for over an hour: only probed. */
        DOWN,
        /** This node's file does not name it, but there are deliveries for it. */
        NOT_CONFIGURED
    }

    /**
     * @param settings empty: it is not configured
     * @param faults what fails in this node's own program, the oldest first
     */
    static NotifierView of(
            Optional<NotifierSettings> settings,
            NotifierRow row,
            List<FaultLog.Fault> faults,
            List<Member> members,
            Map<Outbox.State, Long> deliveries,
            Instant now) {
        Optional<String> kind = settings.map(notifier -> notifier.type().name());
        Optional<Instant> paused = settings.flatMap(notifier -> row.pausedUntil(now, notifier.longestPause()));
        Optional<Instant> failing = Stream.concat(
                        row.failures() > 0 ? row.failingSince().stream() : Stream.empty(),
                        faults.stream().map(FaultLog.Fault::since))
                .min(Comparator.naturalOrder());
        NotifierState state = stateOf(kind, row, paused, failing);
        return new NotifierView(
                row.name(),
                kind,
                state,
                row.downSince().or(() -> state == NotifierState.FAILING ? failing : Optional.empty()),
                faults.stream()
                        .map(fault -> fault.place().stage() + ": " + fault.error())
                        .reduce((some, more) -> some + ", " + more),
                paused,
                row.downSince().isPresent() ? row.nextProbeAt() : Optional.empty(),
                Optional.of(members)
                        .filter(list -> !list.isEmpty())
                        .map(list -> list.stream()
                                .map(member -> new MemberView(member.place(), member.up(), member.since()))
                                .toList()),
                deliveries);
    }

    private static NotifierState stateOf(
            Optional<String> kind, NotifierRow row, Optional<Instant> paused, Optional<Instant> failing) {
        if (kind.isEmpty()) {
            return NotifierState.NOT_CONFIGURED;
        }
        if (row.downSince().isPresent()) {
            return NotifierState.DOWN;
        }
        if (paused.isPresent()) {
            return NotifierState.PAUSED;
        }
        return failing.isPresent() ? NotifierState.FAILING : NotifierState.OK;
    }
}
