package io.github.precheckwatcher.api.http;

import static java.util.Objects.requireNonNull;

/** A request that is not answered as asked; its detail is shown to the caller. */
public final class RequestProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;

    public RequestProblem(ProblemKind kind, String detail) {
        super(requireNonNull(detail, "detail"), null, false, false);
        this.kind = requireNonNull(kind, "kind");
    }

    public static RequestProblem bad(String detail) {
        return new RequestProblem(ProblemKind.BAD_REQUEST, detail);
    }

    public static RequestProblem unknown(String detail) {
        return new RequestProblem(ProblemKind.NOT_FOUND, detail);
    }

    ProblemDetails details() {
        return kind.details(getMessage());
    }
}
