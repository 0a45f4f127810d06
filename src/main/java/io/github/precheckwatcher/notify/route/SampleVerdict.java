package io.github.precheckwatcher.notify.route;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.SamplePrecheck;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckDescription;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.precheck.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A verdict that nobody has given, to see who would be notified and how. It is judged from a report as the vendor would
 * send it, by the rule that judges real ones.
 *
 * @param name the watch's name
 * @param outcome how it ends
 * @param labels the watch's labels
 * @param account the account that asks
 * @param region where the server is
 * @param sourceType the database type, raw
 * @param notifiers the notifiers that the watch names; empty: all of them
 * @param changed whether it differs from the last verdict of the instance; empty: it is its first
 */
public record SampleVerdict(
        String name,
        Outcome outcome,
        Map<String, String> labels,
        String account,
        String region,
        Optional<String> sourceType,
        List<String> notifiers,
        Optional<Boolean> changed) {
    private static final String REQUEST = "SAMPLE";
    private static final Duration LAST = Duration.ofHours(2);

    public SampleVerdict {
        requireNonNull(name, "name");
        requireNonNull(outcome, "outcome");
        labels = Map.copyOf(labels);
        requireNonNull(account, "account");
        requireNonNull(region, "region");
        requireNonNull(sourceType, "sourceType");
        notifiers = List.copyOf(notifiers);
        requireNonNull(changed, "changed");
    }

    /** @throws IllegalArgumentException when the region is blank */
    Verdict verdict(String id, Instant now) {
        PrecheckRef ref = SamplePrecheck.ref(region);
        return switch (outcome) {
            case TIMED_OUT, CANCELLED ->
                VerdictRule.ended(id, name, ref, outcome, lastSeen(now), Optional.empty(), now);
            case ABANDONED -> VerdictRule.ended(id, name, ref, outcome, lastSeen(now), Optional.of(abandoned()), now);
            case ERROR -> VerdictRule.judge(id, name, ref, end(Phase.BROKEN, "error", report(), now), now);
            case PASSED, WARNING, FAILED, UNKNOWN ->
                VerdictRule.judge(id, name, ref, end(Phase.ENDED, "completed", report(), now), now);
        };
    }

    WatchFacts watch(String id, Instant now) {
        return SamplePrecheck.watch(id, name, labels, account, notifiers, Optional.empty(), now);
    }

    /** The last verdict of the instance. */
    Optional<PreviousVerdict> previous(Verdict verdict, Instant now) {
        return changed.map(differs -> new PreviousVerdict(
                !differs ? outcome : outcome == Outcome.PASSED ? Outcome.FAILED : Outcome.PASSED,
                now.minus(LAST),
                differs ? Set.of() : PreviousVerdict.failing(verdict)));
    }

    private PrecheckReport report() {
        boolean judged = outcome.hasReport();
        if (!judged && sourceType.isEmpty()) {
            return PrecheckReport.NONE;
        }
        InstanceReport instance =
                new InstanceReport(SamplePrecheck.INSTANCE, sourceType, Optional.empty(), judged ? items() : List.of());
        return new PrecheckReport(List.of(instance), true, Optional.of("[]"));
    }

    /** The documented items of that type, or those that every type has; the last of them decides. */
    private List<CheckItem> items() {
        List<CheckDescription> known = sourceType
                .flatMap(SourceType::of)
                .map(CheckCatalog::of)
                .orElseGet(() -> CheckCatalog.all().stream()
                        .filter(check -> check.types().containsAll(Set.of(SourceType.values())))
                        .toList());
        List<CheckItem> items = new ArrayList<>();
        for (CheckDescription check : known) {
            boolean last = items.size() == known.size() - 1;
            items.add(new CheckItem(check.item(), Optional.of(last ? outcome.name() : Outcome.PASSED.name())));
        }
        return items;
    }

    private static Observation end(Phase phase, String state, PrecheckReport report, Instant now) {
        return SamplePrecheck.end(phase, state, now.minus(SamplePrecheck.TOOK), report, REQUEST, now);
    }

    private static LastSeen lastSeen(Instant now) {
        return new LastSeen(
                Optional.of("created"),
                OptionalInt.of(40),
                Optional.of(now.minus(SamplePrecheck.TOOK)),
                Optional.of(now),
                Optional.of(REQUEST),
                Optional.of(now));
    }

    private static Problem abandoned() {
        return new Problem(
                "ServerError",
                "ServerError",
                Optional.of(REQUEST),
                Optional.of("Open a ticket with Alibaba Cloud and name the RequestId."));
    }
}
