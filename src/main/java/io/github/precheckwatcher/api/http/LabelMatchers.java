package io.github.precheckwatcher.api.http;

import io.github.precheckwatcher.notify.LabelMatcher;
import java.util.List;

/** Label matchers as a request writes them. */
public final class LabelMatchers {
    private LabelMatchers() {}

    /** @throws RequestProblem 400 for one that is none */
    public static List<LabelMatcher> of(List<String> written) {
        return written.stream().map(LabelMatchers::parsed).toList();
    }

    private static LabelMatcher parsed(String written) {
        try {
            return LabelMatcher.parse(written);
        } catch (IllegalArgumentException e) {
            throw RequestProblem.bad("match: " + e.getMessage());
        }
    }
}
