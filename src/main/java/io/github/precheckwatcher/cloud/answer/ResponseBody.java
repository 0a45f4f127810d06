package io.github.precheckwatcher.cloud.answer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What an action reads of a good answer. */
public final class ResponseBody {
    private final Envelope envelope;
    private final SafeText safe;
    private final Optional<String> requestId;

    public ResponseBody(Envelope envelope, SafeText safe, Optional<String> requestId) {
        this.envelope = requireNonNull(envelope, "envelope");
        this.safe = requireNonNull(safe, "safe");
        this.requestId = requireNonNull(requestId, "requestId");
    }

    /**
     * The text of one of the call's fields as it was sent; it may echo the account's secrets.
     * Empty when the answer does not have it, or has null.
     *
     * @param name as documented
     */
    public Optional<String> sent(String name) {
        return envelope.get(name);
    }

    /** A text without the account's secrets: what is kept or shown of an answer goes through this. */
    public String withoutSecrets(String text) {
        return safe.withoutSecrets(text);
    }

    /** The vendor's request id, fit to be shown. */
    public Optional<String> requestId() {
        return requestId;
    }
}
