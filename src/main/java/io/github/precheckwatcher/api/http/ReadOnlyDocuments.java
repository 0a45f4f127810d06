package io.github.precheckwatcher.api.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses what does not read Quarkus's own documents: Quarkus answers every method there as it does GET. */
@Singleton
final class ReadOnlyDocuments {
    /** Before Quarkus's routes, behind {@link BrowserGuard}. */
    private static final int FIRST = -2;

    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    private final ProblemWriter problems;

    ReadOnlyDocuments(ProblemWriter problems) {
        this.problems = problems;
    }

    void install(@Observes Router api) {
        api.route("/q/openapi").order(FIRST).handler(this::guard);
    }

    void install(@Observes ManagementInterface management) {
        management.router().route("/q/metrics/*").order(FIRST).handler(this::guard);
        management.router().route("/q/health/*").order(FIRST).handler(this::guard);
    }

    private void guard(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            context.next();
            return;
        }
        context.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
        if (method.equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).end();
        } else {
            problems.write(context, ProblemKind.METHOD_NOT_ALLOWED, context.normalizedPath() + ": it can only be read");
        }
    }
}
