package io.github.precheckwatcher.notify.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What came of one HTTP request. */
public sealed interface PostResponse {
    /**
     * The receiver answered.
     *
     * @param status the status code; 3xx is an answer like any other
     * @param headers compared without case
     * @param body what was read of the body, at most {@link HttpPoster#MAX_BODY} bytes
     * @param whole false when the body was longer, or did not end in time
     */
    record Answered(int status, MultiMap headers, Buffer body, boolean whole) implements PostResponse {
        public Answered {
            requireNonNull(headers, "headers");
            requireNonNull(body, "body");
        }
    }

    /**
     * There was no answer.
     *
     * @param error why, for the operator; names at most host and port
     * @param remedy what to do about it, where that is known
     */
    record Unanswered(String error, Optional<String> remedy) implements PostResponse {
        public Unanswered {
            requireNonNull(error, "error");
            requireNonNull(remedy, "remedy");
        }

        public Unanswered(String error) {
            this(error, Optional.empty());
        }

        public Unanswered(String error, String remedy) {
            this(error, Optional.of(remedy));
        }
    }
}
