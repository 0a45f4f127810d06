package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. Texts are bounded (500 characters) and free of secrets. */
public sealed interface AttemptResult {
    /**
     * The receiver has it.
     *
     * @param status the receiver's status code; empty where there is none to speak of (log)
     */
    record Delivered(Optional<Integer> status) implements AttemptResult {
        public Delivered {
            requireNonNull(status, "status");
        }

        public Delivered(int status) {
            this(Optional.of(status));
        }
    }

    /**
     * The receiver asks to wait: pauses the notifier, counts as no attempt (429, or 503 with Retry-After).
     *
     * @param retryAfter how long, not negative; empty when it did not say, or said nonsense
     */
    record Paused(int status, Optional<Duration> retryAfter) implements AttemptResult {
        public Paused {
            requireNonNull(retryAfter, "retryAfter");
        }
    }

    /** The receiver wants no more of it (410): DEAD at once. */
    record Gone(int status) implements AttemptResult {}

    /**
     * Anything else; tried again on the schedule.
     *
     * @param status the receiver's status code, where it answered
     * @param error what happened, for the operator; cut to 500 characters here
     */
    record Failed(Optional<Integer> status, String error) implements AttemptResult {
        private static final int LIMIT = 500;

        public Failed {
            requireNonNull(status, "status");
            requireNonNull(error, "error");
            if (error.length() > LIMIT) {
                error = error.substring(0, LIMIT - 1) + '…';
            }
        }
    }
}
