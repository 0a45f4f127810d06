package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.delivery.DeliveryView;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.policy.PollOutlook;
import io.github.precheckwatcher.watch.policy.PollOutlook.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A watch as the API shows it; what is not known or does not apply is absent.
 *
 * @param round the number of the round that runs or was the last, from 1
 * @param polls polls of that round so far
 * @param timeline and what follows it: only of a watch that is shown alone
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Watch", description = "Our order to follow one precheck to its end")
public record WatchView(
        @Schema(description = "The watch's own id") String id,
        @Schema(description = "Its name in the tasks file") String name,
        @Schema(description = "The account that asks") String account,
        @Schema(description = "What is watched") Ref precheck,
        @Schema(description = "The operator's labels") Map<String, String> labels,
        @Schema(description = "Whether it runs") State state,

        @Schema(description = "The number of its round, from 1")
        int round,

        @Schema(
                description = "The database type that a report of the instance named; several are separated by commas",
                examples = "MYSQL")
        Optional<String> sourceType,

        @Schema(description = "What the last good poll said")
        Optional<Seen> seen,

        @Schema(description = "When it was registered") Instant registeredAt,
        @Schema(description = "When this round began") Instant startedAt,

        @Schema(description = "When this round ends without an answer")
        Instant deadlineAt,

        @Schema(description = "Polls of this round") int polls,

        @Schema(description = "The next poll, while it runs")
        Optional<Next> next,

        @Schema(description = "What keeps it from being polled")
        Optional<WaitsFor> waitsFor,

        @Schema(description = "The mute, of several the last to end, that keeps its verdict from being sent")
        Optional<Muted> muted,

        @Schema(description = "How the round ended") Optional<End> verdict,

        @Schema(description = "How the progress of this round went, at most 100 points of it; only in GET of one watch")
        Optional<List<Point>> progress,

        @Schema(description = "What happened to it, the first first; only in GET of one watch")
        Optional<List<Happening>> timeline,

        @Schema(description = "The verdict as a webhook's data has it; only in GET of one watch")
        Optional<Map<String, Object>> report,

        @Schema(description = "Who was sent the verdict; only in GET of one watch")
        Optional<List<DeliveryView>> deliveries) {
    /** Which precheck, in the vendor's words. */
    @Schema(name = "Precheck", description = "Which precheck, in the vendor's words")
    public record Ref(
            @Schema(description = "TaskId") String taskId,
            @Schema(description = "InstanceUuid") String instanceUuid,
            @Schema(description = "UniRegionId") String uniRegionId) {
        public static Ref of(PrecheckRef ref) {
            return new Ref(ref.taskId(), ref.instanceUuid(), ref.uniRegionId());
        }
    }

    /** What the last good poll said. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "Seen", description = "What the last good poll said")
    public record Seen(
            @Schema(description = "The vendor's word") Optional<String> state,
            @Schema(description = "0 to 100") Optional<Integer> progress,
            @Schema(description = "When it was answered") Optional<Instant> at,
            @Schema(description = "The vendor's RequestId") Optional<String> requestId) {}

    /** From when on it was so far. */
    @Schema(name = "ProgressPoint", description = "From when on it was so far")
    public record Point(
            @Schema(description = "When the poll was answered that said so first")
            Instant at,

            @Schema(description = "0 to 100") int progress) {}

    /** When it is polled next, and why then. */
    @Schema(name = "NextPoll", description = "When it is polled next, and why then")
    public record Next(
            @Schema(description = "Past: it is being polled, or waits for a call of the account's budget")
            Instant at,

            @Schema(description = "Its polling policy") PollPolicyKind policy,
            @Schema(description = "In words") String reason) {}

    /** What keeps a watch from being polled. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "WaitsFor", description = "What keeps a watch from being polled")
    public record WaitsFor(
            @Schema(description = "The account") String account,

            @Schema(
                    description = "For what: an answer (it is being polled), its account (SUSPENDED, UNREACHABLE,"
                            + " NOT_CONFIGURED), permission for this precheck alone (REFUSED), the end of a pause that"
                            + " the cloud asked for (BLOCKED), or a call of the account's budget (BUDGET, and"
                            + " THROTTLED while the cloud allows fewer)")
            Cause state,

            @Schema(description = "Since when") Optional<Instant> since,

            @Schema(description = "When it is over, or looked at again")
            Optional<Instant> until,

            @Schema(description = "What is wrong") Optional<ProblemView> problem,
            @Schema(description = "The same in words") String reason) {
        static WaitsFor of(String account, PollOutlook.Wait wait) {
            return new WaitsFor(
                    account,
                    wait.cause(),
                    wait.since(),
                    wait.until(),
                    wait.problem().map(ProblemView::of),
                    wait.reason());
        }
    }

    /** What is wrong, and what to do. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "Cause", description = "What is wrong, and what to do")
    public record ProblemView(
            @Schema(description = "The vendor's Code, or one of ours")
            String code,

            @Schema(description = "What happened") Optional<String> message,
            @Schema(description = "The vendor's RequestId") Optional<String> requestId,
            @Schema(description = "What to do") Optional<String> remedy) {
        static ProblemView of(Problem problem) {
            return new ProblemView(
                    problem.code(), Optional.of(problem.message()), problem.requestId(), problem.remedy());
        }
    }

    /** How a round ended. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "WatchVerdict", description = "How a round ended")
    public record End(
            @Schema(description = "The verdict's id, as receivers see it")
            Optional<String> id,

            @Schema(description = "In one word") Outcome outcome,
            @Schema(description = "In one line") Optional<String> summary,
            @Schema(description = "When the answer came") Instant observedAt,

            @Schema(description = "The ids of the mutes that it fell under")
            Optional<List<String>> mutes) {}

    /** A mute that keeps a watch's verdict from being sent. */
    @Schema(name = "Muted", description = "A mute that keeps a watch's verdict from being sent")
    public record Muted(
            @Schema(description = "The mute's own id") String id,
            @Schema(description = "When it ends by itself") Instant until,

            @Schema(description = "Who asked for it, and why")
            By by) {
        static Muted of(Mute mute) {
            return new Muted(mute.id(), mute.until(), By.of(mute.by()));
        }
    }

    /** Something that happened to a watch. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "Happening", description = "Something that happened to a watch")
    public record Happening(
            @Schema(description = "When") Instant at,

            @Schema(description = "REGISTERED, CHANGED, NEW_ROUND, ENDED or what was asked for")
            String kind,

            @Schema(description = "More of it") Optional<String> detail,

            @Schema(description = "Who asked for it; absent: the daemon itself, or its files")
            Optional<By> by) {}

    /** Who asked for something, from where and why. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "Requester", description = "Who asked for something")
    public record By(
            @Schema(description = "local by REST, local:<user> by a command")
            String name,

            @Schema(description = "The address that asked") String from,
            @Schema(description = "Why, as it was said") Optional<String> reason) {
        public static By of(Requester requester) {
            return new By(requester.name(), requester.address(), requester.reason());
        }
    }
}
