package io.github.precheckwatcher.simulator.script;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What the simulator may answer instead of the truth about a precheck. */
public sealed interface Answer {
    /**
     * An error in the vendor's envelope.
     *
     * @param status the HTTP status; a 2xx is possible (some products of the vendor do it)
     * @param code the vendor's {@code Code}
     * @param message the vendor's {@code Message}
     * @param retryAfter sent as {@code x-acs-retry-after} in milliseconds
     */
    record Refused(int status, String code, String message, Optional<Duration> retryAfter) implements Answer {
        public Refused {
            requireStatus(status);
            requireNonNull(code, "code");
            requireNonNull(message, "message");
            requireNonNull(retryAfter, "retryAfter");
        }

        public Refused(int status, String code, String message) {
            this(status, code, message, Optional.empty());
        }

        /** The same, asking the caller to wait. */
        public Refused after(Duration wait) {
            return new Refused(status, code, message, Optional.of(wait));
        }
    }

    /**
     * Any bytes with any status: pages of proxies, broken JSON, invalid UTF-8.
     *
     * @param status the HTTP status
     * @param contentType the content type; empty: none is sent
     * @param body the bytes of the body
     */
    record Verbatim(int status, String contentType, byte[] body) implements Answer {
        public Verbatim {
            requireStatus(status);
            requireNonNull(contentType, "contentType");
            body = body.clone();
        }

        public Verbatim(int status, String contentType, String body) {
            this(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The right answer, changed on its way. */
    enum Spoilt implements Answer {
        /** Closes the connection before any byte of the answer. */
        CUT_BEFORE_ANY_BYTE,
        /** Closes the connection after half of the announced body. */
        CUT_IN_MID_BODY,
        /** The body ends in the middle of its JSON, with a matching content-length. */
        TRUNCATED_JSON,
        /** A string of the JSON holds bytes that are no UTF-8. */
        INVALID_UTF_8,
        /** Right but for its size: padded beyond 1 MiB. */
        OVERSIZED,
        /** Everything but {@code Description}. */
        WITHOUT_DESCRIPTION,
        /** Never answers; the connection stays open. */
        NEVER
    }

    /**
     * The right answer, one byte at a time: passes any idle timeout.
     *
     * @param gap between two bytes; at least a millisecond
     */
    record Dripped(Duration gap) implements Answer {
        public Dripped {
            if (gap.toMillis() < 1) {
                throw new IllegalArgumentException("a gap is at least a millisecond");
            }
        }
    }

    /** What a precheck that nobody scripted is answered: a guess, since no source documents it. */
    Answer SERVER_ERROR = new Refused(500, "ServerError", "ServerError");

    /** RAM's refusal as the vendor's page of the action lists it. */
    Answer NO_PERMISSION = new Refused(403, "NoPermission", "caller has no permission");

    /** A page of a proxy on the way. */
    static Answer html(int status) {
        return new Verbatim(status, "text/html", "<html><body><h1>" + status + "</h1><p>proxy</p></body></html>\n");
    }

    /** The vendor's error in XML, as some of its gateways send it. */
    static Answer xml(int status, String code) {
        return new Verbatim(
                status,
                "text/xml;charset=utf-8",
                "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>0</RequestId><Code>" + code
                        + "</Code><Message>" + code + "</Message></Error>");
    }

    private static void requireStatus(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("a final HTTP status is 200 to 599, not " + status);
        }
    }
}
