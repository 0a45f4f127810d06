package io.github.precheckwatcher.api.http;

import io.github.precheckwatcher.notify.LabelMatcher;

/** A label matcher as a caller writes it. */
public final class MatchParameter {
    private MatchParameter() {}

    /** @throws RequestProblem 400 that says what is wrong with it */
    public static LabelMatcher parse(String written) {
        try {
            return LabelMatcher.parse(written);
        } catch (IllegalArgumentException e) {
            throw RequestProblem.bad("match: " + e.getMessage());
        }
    }
}
