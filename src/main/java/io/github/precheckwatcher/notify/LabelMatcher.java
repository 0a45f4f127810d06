package io.github.precheckwatcher.notify;

import java.util.Map;

/**
 * One label matcher in Alertmanager's syntax: {@code name="v"}, {@code !=}, {@code =~} and {@code !~} (anchored regex).
 */
public interface LabelMatcher {
    /** Whether these labels match; an absent label counts as empty, as in Alertmanager. */
    boolean matches(Map<String, String> labels);

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException with what is wrong, in words for the operator
     */
    static LabelMatcher parse(String written) {
        throw new IllegalArgumentException("skeleton");
    }
}
