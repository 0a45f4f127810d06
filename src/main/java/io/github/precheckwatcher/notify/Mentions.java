package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.precheck.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is called by name, by outcome and by label; nobody on PASSED.
 *
 * @param byOutcome the platform's ids, or {@link #ALL}
 * @param byLabel further ones for watches with these labels
 */
public record Mentions(Map<Outcome, List<String>> byOutcome, List<ByLabel> byLabel) {
    /** The word that stands for everybody. */
    public static final String ALL = "all";

    public static final Mentions NONE = new Mentions(Map.of(), List.of());

    /** Mentions for watches whose labels match all of these. */
    public record ByLabel(List<LabelMatcher> match, Map<Outcome, List<String>> byOutcome) {
        public ByLabel {
            match = List.copyOf(match);
            byOutcome = Map.copyOf(byOutcome);
        }
    }

    public Mentions {
        byOutcome = Map.copyOf(byOutcome);
        byLabel = List.copyOf(byLabel);
    }

    /** Whom a verdict calls, each once, in the file's order; {@link #ALL} alone when it is among them. */
    public Set<String> of(Outcome outcome, Map<String, String> labels) {
        Set<String> called = new LinkedHashSet<>(byOutcome.getOrDefault(outcome, List.of()));
        for (ByLabel some : byLabel) {
            if (some.match().stream().allMatch(matcher -> matcher.matches(labels))) {
                called.addAll(some.byOutcome().getOrDefault(outcome, List.of()));
            }
        }
        return called.contains(ALL) ? Set.of(ALL) : called;
    }

    /** All ids that stand here, {@link #ALL} left out. */
    public Stream<String> ids() {
        return Stream.concat(Stream.of(byOutcome), byLabel.stream().map(ByLabel::byOutcome))
                .flatMap(some -> some.values().stream())
                .flatMap(List::stream)
                .filter(id -> !id.equals(ALL));
    }
}
