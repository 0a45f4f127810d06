package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Problem;
import java.util.Optional;

/**
 * News about the daemon itself, not about a precheck.
 *
 * @param subject what it is about: {@code account/default}, {@code notifier/ops}, {@code reload}
 * @param event what happened, as {@code account.suspended}
 * @param severity how much it matters
 * @param summary one line for people
 * @param problem why, and what to do
 * @param watches how many watches wait because of it
 */
public record OperatorEvent(
        String subject,
        String event,
        Severity severity,
        String summary,
        Optional<Problem> problem,
        Optional<Long> watches) {
    /** How much an event matters. */
    public enum Severity {
        /** It works again. */
        INFO,
        /** It works, but not as it should. */
        WARNING,
        /** Something does not work until somebody acts. */
        ERROR
    }

    public OperatorEvent {
        requireNonNull(subject, "subject");
        requireNonNull(event, "event");
        requireNonNull(severity, "severity");
        requireNonNull(summary, "summary");
        requireNonNull(problem, "problem");
        requireNonNull(watches, "watches");
    }
}
