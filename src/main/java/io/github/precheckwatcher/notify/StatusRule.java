package io.github.precheckwatcher.notify;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.util.Optional;

/** What an HTTP answer means by its status alone (design.md 6). Pure. */
public final class StatusRule {
    private StatusRule() {}

    /**
     * Judges: 2xx has it, 410 wants no more of it, 429 and 503 with {@code Retry-After} ask to wait, all else failed. The
     * body is not looked at: it is the receiver's own, and may echo what was sent.
     *
     * @param now when the answer came
     */
    public static AttemptResult judge(HttpAnswer answer, Instant now) {
        if (answer instanceof HttpAnswer.Unanswered unanswered) {
            return new AttemptResult.Failed(Optional.empty(), unanswered.error());
        }
        var answered = (HttpAnswer.Answered) answer;
        int status = answered.status();
        Optional<String> retryAfter = Optional.ofNullable(answered.headers().get("retry-after"));
        if (status >= 200 && status < 300) {
            return new AttemptResult.Delivered(status);
        }
        if (status == 410) {
            return new AttemptResult.Gone(status);
        }
        if (status == 429 || status == 503 && retryAfter.isPresent()) {
            Optional<String> date = Optional.ofNullable(answered.headers().get("date"));
            return new AttemptResult.Paused(status, retryAfter.flatMap(header -> RetryAfter.parse(header, date, now)));
        }
        return failed(status);
    }

    /** An attempt that this status ended. */
    public static AttemptResult.Failed failed(int status) {
        return new AttemptResult.Failed(
                Optional.of(status),
                "HTTP " + status + ' ' + HttpResponseStatus.valueOf(status).reasonPhrase());
    }
}
