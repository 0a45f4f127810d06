package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last verdict of the same instance before this one.
 *
 * @param outcome how it ended
 * @param observedAt when
 * @param failing the items that did not pass then
 */
public record PreviousVerdict(Outcome outcome, Instant observedAt, Set<String> failing) {
    public PreviousVerdict {
        requireNonNull(outcome, "outcome");
        requireNonNull(observedAt, "observedAt");
        failing = Set.copyOf(failing);
    }

    /** Whether that verdict says the same: the same outcome, and the same items that did not pass. */
    public boolean sameAs(Verdict verdict) {
        return outcome == verdict.outcome() && failing.equals(failing(verdict));
    }

    /** What did not pass then and passed now, in the report's order; what was not checked now is not called fixed. */
    List<String> fixed(Verdict verdict) {
        Set<String> stillFailing = failing(verdict);
        return items(verdict)
                .filter(failing::contains)
                .filter(item -> !stillFailing.contains(item))
                .toList();
    }

    /**
     * What did not pass now and was no failing item then, in the report's order; nothing where that verdict had no whole
     * report to compare with.
     */
    List<String> broken(Verdict verdict) {
        if (!outcome.hasReport()) {
            return List.of();
        }
        Set<String> failingNow = failing(verdict);
        return items(verdict)
                .filter(failingNow::contains)
                .filter(item -> !failing.contains(item))
                .toList();
    }

    private static Stream<String> items(Verdict verdict) {
        return verdict.instances().stream()
                .flatMap(instance -> instance.items().stream())
                .map(CheckItem::item)
                .distinct();
    }

    /** The items of a verdict that did not pass. */
    public static Set<String> failing(Verdict verdict) {
        return verdict.instances().stream()
                .flatMap(instance -> instance.items().stream())
                .filter(item -> !item.passed())
                .map(CheckItem::item)
                .collect(Collectors.toSet());
    }

    /** What the next verdict of the instance is compared with; empty: a withdrawn watch says nothing. */
    public static Optional<PreviousVerdict> of(Verdict verdict) {
        return verdict.outcome().isWithdrawn()
                ? Optional.empty()
                : Optional.of(new PreviousVerdict(verdict.outcome(), verdict.observedAt(), failing(verdict)));
    }
}
