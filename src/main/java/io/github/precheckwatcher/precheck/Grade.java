package io.github.precheckwatcher.precheck;

import java.util.Optional;

/** What an item of a report came to, whatever its product calls that. */
public enum Grade {
    /** It passed. */
    PASSED,
    /** It needs attention and stops nothing. */
    WARNING,
    /** It did not pass. */
    FAILED,
    /** It was not looked at, so nothing is known of it. */
    NOT_RUN;

    /**
     * The grade that a result word says: {@code PASSED} and {@code WARNING}, compared as {@link Words} compares; any other
     * word, and none, is no pass.
     */
    static Grade saidBy(Optional<String> result) {
        return switch (Words.normal(result.orElse(""))) {
            case "passed" -> PASSED;
            case "warning" -> WARNING;
            default -> FAILED;
        };
    }
}
