package io.github.precheckwatcher.api.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.watch.VerdictQueries.Concluded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A verdict as the API shows it; what is not known is absent.
 *
 * @param watch the id of its watch
 * @param report only of a verdict that is shown alone
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Verdict", description = "What a round of a watch came to")
public record VerdictView(
        @Schema(description = "The verdict's id, as receivers see it")
        String id,

        @Schema(description = "In one word") Outcome outcome,
        @Schema(description = "In one line") String summary,
        @Schema(description = "When the answer came") Instant observedAt,
        @Schema(description = "When the round began") Optional<Instant> startedAt,
        @Schema(description = "The watch's id") String watch,

        @Schema(description = "The watch's name, as it is now")
        String name,

        @Schema(description = "The account that asked") String account,
        @Schema(description = "What was watched") WatchView.Ref precheck,

        @Schema(description = "The operator's labels, as they are now")
        Map<String, String> labels,

        @Schema(description = "The number of the round, from 1")
        int round,

        @Schema(description = "Polls of the round") int polls,
        @Schema(description = "How many checks there were") Checks checks,

        @Schema(description = "The checks that did not pass, in the vendor's words")
        List<Check> notPassed,

        @Schema(description = "The code of the problem, where there is one")
        Optional<String> code,

        @Schema(description = "The vendor's RequestId of the last answer")
        Optional<String> requestId,

        @Schema(description = "The ids of the mutes that it fell under; absent: none")
        Optional<List<String>> mutes,

        @Schema(description = "The verdict as a webhook's data has it; only in GET of one verdict")
        Optional<Map<String, Object>> report) {
    /** @param mutes the ids of the mutes that verdicts fell under, by the verdicts' ids */
    static VerdictView of(Concluded verdict, Map<String, List<String>> mutes, Optional<Map<String, Object>> report) {
        return new VerdictView(
                verdict.id(),
                verdict.outcome(),
                verdict.summary(),
                verdict.observedAt(),
                verdict.startedAt(),
                verdict.watchId(),
                verdict.name(),
                verdict.account(),
                WatchView.Ref.of(verdict.ref()),
                verdict.labels(),
                verdict.round(),
                verdict.polls(),
                Checks.of(verdict.checks()),
                verdict.notPassed().stream().map(Check::of).toList(),
                verdict.code(),
                verdict.requestId(),
                Optional.ofNullable(mutes.get(verdict.id())),
                report);
    }

    /** How many checks there were, and what they came to. */
    @Schema(name = "Checks", description = "How many checks there were, and what they came to")
    public record Checks(
            @Schema(description = "All of them") int total,
            @Schema(description = "Those that passed") int passed,
            @Schema(description = "Those with a warning") int warnings,
            @Schema(description = "Those that did not pass") int failed,

            @Schema(description = "Those that were not looked at")
            int notRun) {
        static Checks of(Tally tally) {
            return new Checks(tally.checks(), tally.passed(), tally.warnings(), tally.failed(), tally.notRun());
        }
    }

    /** A check that did not pass. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @Schema(name = "Check", description = "A check that did not pass")
    public record Check(
            @Schema(description = "The vendor's name of it") String item,

            @Schema(description = "The vendor's word for what came of it")
            Optional<String> result) {
        static Check of(CheckItem item) {
            return new Check(item.item(), item.result());
        }
    }
}
