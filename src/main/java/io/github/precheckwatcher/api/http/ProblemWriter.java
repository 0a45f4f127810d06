package io.github.precheckwatcher.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers in the form of RFC 9457 where no resource is reached: by {@link BrowserGuard}, and for what the HTTP server
 * refuses by itself on either port.
 */
@Singleton
final class ProblemWriter {
    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    void install(@Observes ManagementInterface management) {
        String detail = "there are /q/metrics, /q/health/live and /q/health/ready";
        refuseUnreadable(management.router());
        management.router().errorHandler(404, context -> write(context, ProblemKind.NOT_FOUND, detail));
    }

    /** Ends the answer. */
    void write(RoutingContext context, ProblemKind kind, String detail) {
        ProblemDetails details = kind.details(detail);
        try {
            context.response()
                    .setStatusCode(details.status())
                    .putHeader("content-type", ProblemDetails.MEDIA_TYPE)
                    .putHeader("cache-control", "no-store")
                    .end(json.writeValueAsString(details));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("four plain fields", e);
        }
    }

    /** Before any route looks at the path: Vert.x logs a stack trace for what it cannot decode. 8080 refuses it sooner. */
    private void refuseUnreadable(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            if (isReadable(context)) {
                context.next();
            } else {
                write(
                        context,
                        ProblemKind.BAD_REQUEST,
                        "the path or the query is not percent-encoded as RFC 3986 says");
            }
        });
    }

    private static boolean isReadable(RoutingContext context) {
        try {
            context.normalizedPath();
            context.queryParams();
            return true;
        } catch (IllegalArgumentException | HttpException e) {
            return false;
        }
    }
}
