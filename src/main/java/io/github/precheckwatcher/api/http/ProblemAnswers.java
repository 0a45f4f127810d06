package io.github.precheckwatcher.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.store.database.StoreException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.CharConversionException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failed request in the form of RFC 9457, without stack traces or names of classes. */
class ProblemAnswers {
    /** How Jackson begins what it says about one (DupDetector). */
    private static final String KEY_TWICE = "Duplicate field";

    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);

    @ServerExceptionMapper
    Response answer(RequestProblem problem) {
        return response(problem.details());
    }

    @ServerExceptionMapper
    Response answer(MismatchedInputException e) {
        return response(ProblemKind.BAD_REQUEST.details(what(e)));
    }

    @ServerExceptionMapper
    Response answer(JsonProcessingException e) {
        return response(ProblemKind.BAD_REQUEST.details(what(e)));
    }

    /** A body in an encoding that JSON does not have; the parser says nothing about it that a caller could use. */
    @ServerExceptionMapper
    Response answer(CharConversionException e) {
        return response(ProblemKind.BAD_REQUEST.details("the body is no JSON: send UTF-8"));
    }

    /** What the framework refuses: unknown paths, methods and media types. */
    @ServerExceptionMapper
    Response answer(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return answer(json);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        String path = "/" + uri.getPath().replaceFirst("^/", "");
        ProblemKind kind = ProblemKind.of(status).orElse(ProblemKind.BAD_REQUEST);
        return response(kind.details("%s: /q/openapi says what there is".formatted(path)));
    }

    @ServerExceptionMapper
    Response answer(StoreException e) {
        LOG.debug("a request met a store that fails", e); // whoever needs the store says so in the log
        return response(ProblemKind.STORE_UNAVAILABLE.details("try again; the daemon's log says more"));
    }

    @ServerExceptionMapper
    Response answer(RuntimeException e, UriInfo uri) {
        // the path is the caller's: quoted, or it could write lines of its own
        LOG.errorf(e, "%s", LogLine.of("request").with("path", uri.getPath()).with("state", "FAILED"));
        return response(ProblemKind.INTERNAL.details("the daemon's log says more"));
    }

    private static Response response(ProblemDetails details) {
        return Response.status(details.status())
                .type(ProblemDetails.MEDIA_TYPE)
                .entity(details)
                .build();
    }

    /** Where in the body, and what is wrong there; Jackson's own words name classes. */
    private static String what(JsonProcessingException e) {
        String where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key " + where + "; known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            return where + " is none of "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return where.isEmpty()
                    ? "the body is no JSON object as /q/openapi describes it"
                    : where + " cannot be read as " + words(mismatch.getTargetType());
        }
        String what = String.valueOf(e.getOriginalMessage()).startsWith(KEY_TWICE)
                ? "the body has a key twice"
                : "the body is no JSON";
        return e.getLocation() == null
                ? what
                : what + ": see line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String words(Class<?> type) {
        if (type == Instant.class) {
            return "a time like 2026-11-24T08:15:30Z";
        } else if (type == String.class) {
            return "a text";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        } else if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return "what /q/openapi describes";
    }
}
