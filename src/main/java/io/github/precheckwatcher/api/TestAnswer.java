package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.notify.AttemptResult;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came back when a sample was sent.
 *
 * @param meaning what the answer means and what to do, where that is known
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TestAnswer(
        @Schema(description = "The notifier that was tried") String notifier,
        @Schema(description = "What came of it") Result result,
        @Schema(description = "The receiver's HTTP status") Optional<Integer> status,

        @Schema(description = "What it failed on; a chat platform's own code with what it means")
        Optional<String> error,

        @Schema(description = "What to do about it") Optional<String> meaning) {

    /** What came of a sample. */
    @Schema(name = "TestResult")
    public enum Result {
        /** The receiver took it. */
        DELIVERED,
        /** The receiver took it for some of its recipients; the others may get it later. */
        PARTIAL,
        /** The receiver asks to wait. */
        PAUSED,
        /** The receiver wants no more of it. */
        GONE,
        /** Anything else. */
        FAILED
    }

    public static TestAnswer of(String notifier, AttemptResult result) {
        if (result instanceof AttemptResult.Delivered delivered) {
            return new TestAnswer(notifier, Result.DELIVERED, delivered.status(), delivered.note(), Optional.empty());
        }
        if (result instanceof AttemptResult.Partial partial) {
            return new TestAnswer(
                    notifier,
                    partial.sign() == AttemptResult.Sign.TOOK ? Result.PARTIAL : Result.FAILED,
                    partial.status(),
                    Optional.of(partial.error()),
                    partial.remedy());
        }
        if (result instanceof AttemptResult.Paused paused) {
            String wait =
                    paused.retryAfter().map(after -> " for " + seconds(after)).orElse("");
            String asks = "the receiver asks to wait" + wait;
            return answer(
                    notifier,
                    Result.PAUSED,
                    paused.status(),
                    paused.said().map(said -> said + ": " + asks).orElse(asks));
        }
        if (result instanceof AttemptResult.Gone gone) {
            return new TestAnswer(
                    notifier,
                    Result.GONE,
                    Optional.of(gone.status()),
                    Optional.of(gone.words()),
                    gone.remedy().or(() -> StatusMeaning.of(gone.status())));
        }
        if (result instanceof AttemptResult.NotSent unsent) {
            return new TestAnswer(
                    notifier,
                    Result.FAILED,
                    Optional.empty(),
                    Optional.of(unsent.error().orElse("there was nothing to send")),
                    Optional.empty());
        }
        var failed = (AttemptResult.Failed) result;
        return new TestAnswer(
                notifier,
                Result.FAILED,
                failed.status(),
                Optional.of(failed.error()),
                failed.remedy().or(() -> failed.status().flatMap(StatusMeaning::of)));
    }

    private static TestAnswer answer(String notifier, Result result, int status, String error) {
        return new TestAnswer(notifier, result, Optional.of(status), Optional.of(error), StatusMeaning.of(status));
    }

    private static String seconds(Duration wait) {
        return Math.max(1, wait.toSeconds()) + " s";
    }
}
