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
     * The receiver asks to wait: pauses the notifier, counts as no attempt (429, 503 with Retry-After, or a chat
     * platform's own limit code).
     *
     * @param retryAfter how long, not negative; empty when it did not say, or said nonsense: the notifier's rate-limit-pause
     * @param said the receiver's own code, where it has one, and what that means
     */
    record Paused(int status, Optional<Duration> retryAfter, Optional<String> said) implements AttemptResult {
        public Paused {
            requireNonNull(retryAfter, "retryAfter");
            said = said.map(AttemptResult::bounded);
        }

        public Paused(int status, Optional<Duration> retryAfter) {
            this(status, retryAfter, Optional.empty());
        }

        /** In words for the operator. */
        public String words() {
            return said.orElseGet(() -> "HTTP " + status + ": the receiver asks to wait");
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
        public Failed {
            requireNonNull(status, "status");
            error = bounded(error);
        }
    }

    private static String bounded(String text) {
        int end = 499;
        if (text.length() <= end + 1) {
            return text;
        }
        // half a pair is no text that a database takes
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
    }
}
