package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which verdicts a notifier wants.
 *
 * @param outcomes one of these
 * @param sourceTypes one of the report's source types is among these, compared without case; empty: any
 * @param regions the precheck's region is among these; empty: any
 * @param match label matchers, all of which must hold
 * @param changed only verdicts that differ from the last one of the same instance; its first one counts as different
 */
public record Routing(
        Set<Outcome> outcomes,
        Set<String> sourceTypes,
        Set<String> regions,
        List<LabelMatcher> match,
        boolean changed) {
    /** Every outcome but of a withdrawn watch: what goes to a notifier without {@code when}. */
    public static final Routing DEFAULT = new Routing(
            Stream.of(Outcome.values())
                    .filter(outcome -> !outcome.isWithdrawn())
                    .collect(Collectors.toSet()),
            Set.of(),
            Set.of(),
            List.of(),
            false);

    public Routing {
        outcomes = Set.copyOf(outcomes);
        sourceTypes = Set.copyOf(sourceTypes);
        regions = Set.copyOf(regions);
        match = List.copyOf(match);
    }

    /** Whether this verdict is wanted. */
    public boolean wants(Verdict verdict, Map<String, String> labels, Optional<PreviousVerdict> previous) {
        return outcomes.contains(verdict.outcome())
                && (regions.isEmpty() || regions.contains(verdict.ref().uniRegionId()))
                && (sourceTypes.isEmpty() || hasSourceType(verdict))
                && match.stream().allMatch(matcher -> matcher.matches(labels))
                && !(changed && previous.filter(last -> last.sameAs(verdict)).isPresent());
    }

    private boolean hasSourceType(Verdict verdict) {
        return verdict.instances().stream()
                .flatMap(instance -> instance.sourceType().stream())
                .anyMatch(type -> sourceTypes.stream().anyMatch(type.strip()::equalsIgnoreCase));
    }
}
