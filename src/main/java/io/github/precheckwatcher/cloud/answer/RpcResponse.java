package io.github.precheckwatcher.cloud.answer;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.ByteBudget;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * An HTTP answer as it came.
 *
 * @param status the HTTP status
 * @param requestId the header {@code x-acs-request-id}
 * @param retryAfter the header {@code x-acs-retry-after}, as sent
 * @param date the header {@code Date}, as sent
 * @param body the whole body, at most {@link #LIMIT_BYTES}; empty when there is none
 */
public record RpcResponse(
        int status, Optional<String> requestId, Optional<String> retryAfter, Optional<String> date, byte[] body) {
    /** What an answer may have. */
    static final int LIMIT_BYTES = ByteBudget.ANSWER;

    public RpcResponse {
        requireNonNull(requestId, "requestId");
        requireNonNull(retryAfter, "retryAfter");
        requireNonNull(date, "date");
        requireNonNull(body, "body");
    }

    /**
     * Reads and closes what the HTTP client received.
     *
     * @throws NoHttpResponse for a status that HTTP does not have
     */
    public static RpcResponse of(Response response) {
        try (response) {
            if (!isFinal(response.getStatus())) {
                throw new NoHttpResponse();
            }
            byte[] body = response.readEntity(byte[].class);
            return new RpcResponse(
                    response.getStatus(),
                    Optional.ofNullable(response.getHeaderString("x-acs-request-id")),
                    Optional.ofNullable(response.getHeaderString("x-acs-retry-after")),
                    Optional.ofNullable(response.getHeaderString("Date")),
                    body == null ? new byte[0] : body);
        }
    }

    /** Whether a status is that of an HTTP answer: not 1xx, which only announces one, and none that HTTP does not have. */
    public static boolean isFinal(int status) {
        return status >= 200 && status <= 599;
    }

    /** What the server's clock said, to the second. */
    public Optional<Instant> serverTime() {
        try {
            return date.map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeParseException nonsense) {
            return Optional.empty();
        }
    }
}
