package io.github.precheckwatcher.notify.http;

import io.github.precheckwatcher.http.ClientCertificate;
import io.github.precheckwatcher.http.ProxyRefusal;
import io.github.precheckwatcher.http.Refusal;
import io.github.precheckwatcher.notify.AttemptResult;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.util.Optional;

/** What an HTTP answer means by its status alone. */
public final class StatusRule {
    private StatusRule() {}

    /**
     * Judges: 2xx has it, 410 wants no more of it, 429 and 503 with {@code Retry-After} ask to wait, all else failed. The
     * body, which is the receiver's own and may echo what was sent, is looked at for nginx's words about a client
     * certificate alone; nothing of it is shown.
     *
     * @param now when the answer came
     */
    public static AttemptResult judge(PostResponse response, Instant now) {
        if (response instanceof PostResponse.Unanswered unanswered) {
            return new AttemptResult.Failed(Optional.empty(), unanswered.error(), unanswered.remedy());
        }
        var answered = (PostResponse.Answered) response;
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
        return ClientCertificate.ofAnswer(status, answered.body().getBytes())
                .map(certificate -> new AttemptResult.Failed(
                        Optional.of(status),
                        "HTTP " + status + ": the receiver " + certificate.words(),
                        Optional.of(HttpFault.certificateRemedy(certificate))))
                .orElseGet(() -> failed(status));
    }

    /** An attempt that this status ended. */
    public static AttemptResult.Failed failed(int status) {
        Optional<Refusal> known = known(status);
        return new AttemptResult.Failed(
                Optional.of(status),
                known.map(Refusal::words)
                        .orElseGet(() -> "HTTP " + status + ' '
                                + HttpResponseStatus.valueOf(status).reasonPhrase()),
                known.map(Refusal::remedy));
    }

    /** Statuses that mean the same from whoever they come. */
    private static Optional<Refusal> known(int status) {
        return switch (status) {
            case 413 ->
                Optional.of(new Refusal(
                        "HTTP 413: the message is too large for the receiver, or for a gateway before it",
                        "raise the largest body that it takes (nginx: client_max_body_size)"));
            case 431 ->
                Optional.of(new Refusal(
                        "HTTP 431: the request's headers are too large for the receiver",
                        "send fewer or shorter headers"));
            default -> ProxyRefusal.ofUnknown(status);
        };
    }
}
