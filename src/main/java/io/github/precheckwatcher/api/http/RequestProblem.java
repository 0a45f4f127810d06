package io.github.precheckwatcher.api.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** A request that is not answered as asked; its detail is shown to the caller. */
public final class RequestProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient List<String> mistakes;

    public RequestProblem(ProblemKind kind, String detail) {
        this(kind, detail, List.of());
    }

    private RequestProblem(ProblemKind kind, String detail, List<String> mistakes) {
        super(requireNonNull(detail, "detail"), null, false, false);
        this.kind = requireNonNull(kind, "kind");
        this.mistakes = List.copyOf(mistakes);
    }

    public static RequestProblem bad(String detail) {
        return new RequestProblem(ProblemKind.BAD_REQUEST, detail);
    }

    public static RequestProblem unknown(String detail) {
        return new RequestProblem(ProblemKind.NOT_FOUND, detail);
    }

    /** The configuration files have these mistakes. */
    public static RequestProblem refused(List<String> mistakes) {
        String count = mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes";
        return new RequestProblem(
                ProblemKind.CONFIG_REFUSED,
                "the files have " + count + "; what was in effect stays in effect",
                mistakes);
    }

    /** The request has these mistakes. */
    public static RequestProblem mistaken(String detail, List<String> mistakes) {
        return new RequestProblem(ProblemKind.BAD_REQUEST, detail, mistakes);
    }

    ProblemDetails details() {
        ProblemDetails plain = kind.details(getMessage());
        return mistakes.isEmpty()
                ? plain
                : new ProblemDetails(
                        plain.type(), plain.title(), plain.status(), plain.detail(), Optional.of(mistakes));
    }
}
