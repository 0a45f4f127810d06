package io.github.precheckwatcher.api.http;

import io.github.precheckwatcher.config.schema.Loopback;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps web pages in an operator's browser from using this API. A page of another site can send requests here: one whose
 * own name was rebound to this address shows itself by its Host header, and one that only sends cannot send JSON, nor any
 * other method than GET, HEAD and POST, without asking first (a CORS preflight, which nothing here allows). Refuses bodies that no request needs, too.
 */
@Singleton
final class BrowserGuard {
    /** Before every route, the framework's own included. */
    private static final int FIRST = 10_000;

    /** Behind Quarkus's own, which sets one limit for every path. */
    private static final int AFTER_LIMIT = 1;

    private final boolean loopback;
    private final CurrentNotifySettings settings;
    private final ProblemWriter problems;

    BrowserGuard(
            @ConfigProperty(name = "quarkus.http.host") String host,
            CurrentNotifySettings settings,
            ProblemWriter problems) {
        this.loopback = Loopback.is(host);
        this.settings = settings;
        this.problems = problems;
    }

    void install(@Observes Filters filters) {
        filters.register(this::guard, FIRST);
        filters.register(BrowserGuard::limit, AFTER_LIMIT);
    }

    private void guard(RoutingContext context) {
        context.response().putHeader("x-content-type-options", "nosniff").putHeader("cache-control", "no-store");
        if (loopback && !isOurs(context.request().authority())) {
            problems.write(
                    context,
                    ProblemKind.FOREIGN_HOST,
                    "the daemon listens on loopback: ask by localhost, 127.0.0.1 or [::1], or by the host of"
                            + " watcher.public-url");
        } else if (context.request().method().equals(HttpMethod.POST)
                && !isJson(context.request().getHeader("content-type"))) {
            problems.write(context, ProblemKind.UNSUPPORTED_MEDIA_TYPE, "send content-type: application/json");
        } else if (BodyLimits.declared(context.request()) > BodyLimits.of(context.request())) {
            problems.write(context, ProblemKind.TOO_LARGE, BodyLimits.exceeds(BodyLimits.of(context.request())));
        } else {
            context.next();
        }
    }

    private boolean isOurs(HostAndPort host) {
        return host != null
                && (Loopback.is(host.host())
                        || settings.settings()
                                .publicUrl()
                                .map(URI::getHost)
                                .filter(host.host()::equalsIgnoreCase)
                                .isPresent());
    }

    /** What is read of a body that does not say its length. */
    private static void limit(RoutingContext context) {
        context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, BodyLimits.undeclared(context.request()));
        context.next();
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType
                        .replaceFirst(";.*", "")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }
}
