package io.github.precheckwatcher.notify;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. Texts are bounded (500 characters) and free of secrets. */
public sealed interface AttemptResult {
    /** The receiver has it. */
    record Delivered(int status) implements AttemptResult {}

    /** The receiver asks to wait: pauses the notifier, counts as no attempt (429, or 503 with Retry-After). */
    record Paused(int status, Optional<Duration> retryAfter) implements AttemptResult {}

    /** The receiver wants no more of it (410): DEAD at once. */
    record Gone(int status) implements AttemptResult {}

    /** Anything else; tried again on the schedule. */
    record Failed(Optional<Integer> status, String error) implements AttemptResult {}
}
