package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last verdict of the same instance before this one.
 *
 * @param outcome how it ended
 * @param observedAt when
 * @param failing the items that did not pass then
 */
public record Previous(Outcome outcome, Instant observedAt, Set<String> failing) {
    public Previous {
        requireNonNull(outcome, "outcome");
        requireNonNull(observedAt, "observedAt");
        failing = Set.copyOf(failing);
    }

    /** Whether that verdict says the same: the same outcome, and the same items that did not pass. */
    boolean sameAs(Verdict verdict) {
        return outcome == verdict.outcome() && failing.equals(failing(verdict));
    }

    /** The items of a verdict that did not pass. */
    public static Set<String> failing(Verdict verdict) {
        return verdict.instances().stream()
                .flatMap(instance -> instance.items().stream())
                .filter(item -> !item.passed())
                .map(CheckItem::item)
                .collect(Collectors.toSet());
    }
}
