package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. Texts are bounded (500 characters) and free of secrets. */
public sealed interface AttemptResult {
    /** The body could not be written, so nobody was called. */
    Failed UNWRITTEN =
            new Failed(Optional.empty(), "the message could not be written; the log says why (fault ... stage=render)");

    /** How the error begins of a notifier that threw instead of answering. */
    String BROKE = "the notifier broke: ";

    /** A notifier threw instead of answering; its class says enough, a message may hold a secret. */
    static Failed broke(Throwable fault) {
        return new Failed(Optional.empty(), BROKE + fault.getClass().getSimpleName());
    }

    /** What an attempt says of the receiver. */
    enum Sign {
        /** It took something: it works. */
        TOOK,
        /** It works, and wants no more of this: it would say the same of the next. */
        GONE,
        /** It took nothing. */
        FAILED,
        /** Nothing: it put off recipients whose others have the message, and takes the next perhaps. */
        NOTHING,
        /** Nothing: it was not called. */
        NOT_SENT
    }

    /**
     * The receiver has it.
     *
     * @param status the receiver's status code; empty where there is none to speak of (log)
     * @param note what is worth knowing nevertheless: who of several recipients never gets it; kept with the attempt
     */
    record Delivered(Optional<Integer> status, Optional<String> note) implements AttemptResult {
        public Delivered {
            requireNonNull(status, "status");
            note = note.map(AttemptResult::bounded);
        }

        public Delivered(Optional<Integer> status) {
            this(status, Optional.empty());
        }

        public Delivered(int status) {
            this(Optional.of(status));
        }
    }

    /**
     * Of several recipients some are at their end, some are not: tried again on the schedule for the others. When the
     * schedule ends, the delivery is DELIVERED if somebody has it, else DEAD.
     *
     * @param status the receiver's status code, where it answered
     * @param error what happened to whom; cut to 500 characters here
     * @param remedy what to do about it, where the notifier knows
     * @param sign what this attempt says of the receiver: taken for somebody, put off for one recipient alone, or failed
     * @param reached whether somebody has it, by this attempt or an earlier one
     * @param progress the notifier's own note for the next attempt, kept with the delivery: {@link Delivery#progress()}
     */
    record Partial(
            Optional<Integer> status,
            String error,
            Optional<String> remedy,
            Sign sign,
            boolean reached,
            String progress)
            implements AttemptResult {
        public Partial {
            requireNonNull(status, "status");
            error = bounded(error);
            requireNonNull(remedy, "remedy");
            requireNonNull(sign, "sign");
            requireNonNull(progress, "progress");
        }
    }

    /**
     * The receiver asks to wait: pauses the notifier, counts as no attempt (429, 503 with Retry-After, or a chat
     * platform's own limit code).
     *
     * @param retryAfter how long, not negative; empty when it did not say, or said nonsense
     * @param said the receiver's own code, where it has one, and what that means
     * @param banned whether the platform said by a code of its own that it takes nothing for a while: without a time that is
     *     the notifier's whole rate-limit-pause
     */
    record Paused(int status, Optional<Duration> retryAfter, Optional<String> said, boolean banned)
            implements AttemptResult {
        public Paused {
            requireNonNull(retryAfter, "retryAfter");
            said = said.map(AttemptResult::bounded);
        }

        public Paused(int status, Optional<Duration> retryAfter) {
            this(status, retryAfter, Optional.empty());
        }

        public Paused(int status, Optional<Duration> retryAfter, Optional<String> said) {
            this(status, retryAfter, said, false);
        }

        /** Whether it neither said how long nor is it known: how fast it may be called is to be found. */
        public boolean namesNoTime() {
            return !banned && retryAfter.filter(wait -> !wait.isNegative()).isEmpty();
        }

        /** In words for the operator. */
        public String words() {
            return said.orElseGet(() -> "HTTP " + status + ": the receiver asks to wait");
        }
    }

    /**
     * The receiver wants no more of it: DEAD at once. It works, and would say the same of the next.
     *
     * @param words what happened, for the operator; cut to 500 characters here
     * @param remedy what to do about it, where the notifier knows
     */
    record Gone(int status, String words, Optional<String> remedy) implements AttemptResult {
        public Gone {
            words = bounded(words);
            requireNonNull(remedy, "remedy");
        }

        /** HTTP's way to say it (410). */
        public Gone(int status) {
            this(status, "HTTP " + status + ": the receiver wants no more of it", Optional.empty());
        }
    }

    /**
     * Anything else; tried again on the schedule.
     *
     * @param status the receiver's status code, where it answered
     * @param error what happened, for the operator; cut to 500 characters here
     * @param remedy what to do about it, where the notifier knows more than the status says
     */
    record Failed(Optional<Integer> status, String error, Optional<String> remedy) implements AttemptResult {
        public Failed {
            requireNonNull(status, "status");
            error = bounded(error);
            requireNonNull(remedy, "remedy");
        }

        public Failed(Optional<Integer> status, String error) {
            this(status, error, Optional.empty());
        }

        /** The same with what the receiver said further, where it did. */
        public Failed with(Optional<String> said) {
            return said.map(more -> new Failed(status, error + ": " + more, remedy))
                    .orElse(this);
        }
    }

    /**
     * The receiver was not called, so this says nothing of it: it neither opens nor closes the circuit, is no probe and does
     * not count for the limits. Of a receiver that could not be reached, {@link Failed} speaks.
     *
     * @param error why it could not be sent, for the operator, cut to 500 characters here: tried again on the schedule;
     *     empty: there is nothing to send, so the delivery is done
     */
    record NotSent(Optional<String> error) implements AttemptResult {
        /** There is nothing to send. */
        public static final NotSent NOTHING_TO_SEND = new NotSent(Optional.empty());

        public NotSent {
            error = error.map(AttemptResult::bounded);
        }

        /** It could not be sent. */
        public NotSent(String error) {
            this(Optional.of(error));
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
