package io.github.precheckwatcher.api.http;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Answers {@code /q/metrics} in Prometheus's text format, and in OpenMetrics for a caller that asks for it by name and
 * does not prefer the other. Quarkus's own answer, which this one stands before, gives OpenMetrics to everybody who has
 * no wish, and looks at no weight. Formats and headers:
 * https://prometheus.io/docs/instrumenting/content_negotiation/
 */
@Singleton
@SuppressWarnings("deprecation") // the registry that Quarkus produces is the one on the older Prometheus client
final class MetricsAnswer {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsAnswer(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void install(@Observes ManagementInterface management) {
        management.router().route("/q/metrics/*").order(-1).handler(this::answer); // behind ReadOnlyDocuments
    }

    private void answer(RoutingContext context) {
        String format = format(String.join(",", context.request().headers().getAll(HttpHeaders.ACCEPT)));
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, format);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().end(); // over HTTP/2 Vert.x would send a body
        } else {
            context.response().end(registry.scrape(format));
        }
    }

    /** @param accept the header's value, or nothing */
    static String format(String accept) {
        double open = weight(accept, "application/openmetrics-text", "1.0.0");
        return open > 0 && open >= weight(accept, "text/plain", "0.0.4") ? OPEN_METRICS : TEXT;
    }

    /** How much a caller wants this format, from 0 to 1; RFC 9110, 12.5.1. A range like {@code text/*} names none. */
    private static double weight(String accept, String type, String version) {
        double weight = 0;
        for (String range : accept.split(",")) {
            String[] parts = range.toLowerCase(Locale.ROOT).replace(" ", "").split(";");
            Map<String, String> parameters = new HashMap<>();
            for (String part : parts) {
                String[] pair = part.split("=", 2);
                parameters.put(pair[0], pair.length == 2 ? pair[1] : "");
            }
            if (parts[0].equals(type)
                    && parameters.getOrDefault("version", version).equals(version)) {
                weight = Math.max(weight, quality(parameters.getOrDefault("q", "1")));
            }
        }
        return weight;
    }

    private static double quality(String written) {
        return written.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(written) : 0;
    }
}
