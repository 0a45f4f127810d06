package io.github.precheckwatcher.api.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong with a request; {@code docs/api.md} lists the types. */
public enum ProblemKind {
    BAD_REQUEST(400, "The request cannot be understood"),
    FOREIGN_HOST(403, "The host name is not this daemon's"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This resource does not take that method"),
    NOT_ACCEPTABLE(406, "This resource is not served in the form asked for"),
    CONFLICT(409, "The state does not allow it"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON"),
    CONFIG_REFUSED(422, "The configuration has mistakes"),
    INTERNAL(500, "The daemon failed"),
    STORE_UNAVAILABLE(503, "The store does not answer");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public ProblemDetails details(String detail) {
        String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new ProblemDetails("urn:precheck-watcher:problem:" + word, title, status, detail, Optional.empty());
    }

    /** The kind of a status that the framework chose. */
    static Optional<ProblemKind> of(int status) {
        return Arrays.stream(values())
                .filter(kind -> kind.status == status && kind != FOREIGN_HOST)
                .findFirst();
    }
}
