package io.github.precheckwatcher.notify.event;

import io.github.precheckwatcher.notify.event.OperatorEvent.Severity;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The word by which a message is sent, counted and shown: a verdict's outcome, an operator event's severity, or the most
 * severe one of a digest's messages. An outcome and a severity of the same name are the same word.
 */
public enum MessageStatus {
    PASSED(Outcome.PASSED),
    WARNING(Outcome.WARNING),
    FAILED(Outcome.FAILED),
    ERROR(Outcome.ERROR),
    UNKNOWN(Outcome.UNKNOWN),
    TIMED_OUT(Outcome.TIMED_OUT),
    ABANDONED(Outcome.ABANDONED),
    CANCELLED(Outcome.CANCELLED),
    /** Of an operator event alone. */
    INFO(null);

    /** By the outcomes' rank, INFO last. */
    public static final Comparator<MessageStatus> MOST_SEVERE_FIRST = Comparator.comparingInt(
            status -> status.outcome().map(Outcome::rank).orElse(Integer.MAX_VALUE));

    private final Outcome outcome;

    MessageStatus(Outcome outcome) {
        this.outcome = outcome;
    }

    public static MessageStatus of(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> PASSED;
            case WARNING -> WARNING;
            case FAILED -> FAILED;
            case ERROR -> ERROR;
            case UNKNOWN -> UNKNOWN;
            case TIMED_OUT -> TIMED_OUT;
            case ABANDONED -> ABANDONED;
            case CANCELLED -> CANCELLED;
        };
    }

    public static MessageStatus of(Severity severity) {
        return switch (severity) {
            case INFO -> INFO;
            case WARNING -> WARNING;
            case ERROR -> ERROR;
        };
    }

    /** The status of that name; empty when there is none. */
    static Optional<MessageStatus> find(String name) {
        return Stream.of(values()).filter(status -> status.name().equals(name)).findAny();
    }

    /** The outcome of that name; empty for INFO. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }
}
