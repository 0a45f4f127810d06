package io.github.precheckwatcher.api.act;

import io.github.precheckwatcher.api.WatchViews;
import io.github.precheckwatcher.registration.act.ActEffect;
import io.github.precheckwatcher.registration.act.ActResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of watches, or would. */
public record ActAnswer(
        @Schema(description = "How many watches there are of each result", propertyNames = ActEffect.class)
        Map<ActEffect, Long> counts,

        @Schema(description = "Whether they were only counted")
        boolean dryRun,

        @Schema(description = "Each of them, by name; none where they were only counted")
        List<ActResultView> results) {
    public ActAnswer {
        counts = new TreeMap<>(counts);
        results = List.copyOf(results);
    }

    /** But those with this result. */
    public ActAnswer without(ActEffect effect) {
        Map<ActEffect, Long> others = new TreeMap<>(counts);
        others.remove(effect);
        return new ActAnswer(
                others,
                dryRun,
                results.stream().filter(result -> result.result() != effect).toList());
    }

    /** With those of another answer. */
    public ActAnswer and(ActAnswer more) {
        Map<ActEffect, Long> sum = new TreeMap<>(counts);
        more.counts.forEach((effect, count) -> sum.merge(effect, count, Long::sum));
        return new ActAnswer(
                sum,
                dryRun,
                Stream.concat(results.stream(), more.results.stream()).toList());
    }

    /** They were only counted. */
    static ActAnswer counted(List<ActResult> results) {
        return new ActAnswer(counts(results), true, List.of());
    }

    /** It was done. */
    static ActAnswer done(List<ActResult> results, WatchViews.Waiting waiting) {
        return new ActAnswer(
                counts(results),
                false,
                results.stream()
                        .map(result -> ActResultView.of(result, waiting))
                        .sorted(Comparator.comparing(ActResultView::name).thenComparing(ActResultView::id))
                        .toList());
    }

    private static Map<ActEffect, Long> counts(List<ActResult> results) {
        return results.stream().collect(Collectors.groupingBy(ActResult::effect, Collectors.counting()));
    }
}
