package io.github.precheckwatcher.api.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Keeps the metrics of both HTTP ports bounded: a caller chooses method and path of a request, so each label takes its
 * values from a closed set. What is not in it becomes {@code UNKNOWN}, the word that Micrometer has for it.
 */
@Singleton
final class ClosedLabels implements MeterFilter {
    private static final String SERVER = "http.server.";

    /**
     * How long connections last: a summary whose samples have names that OpenMetrics gives to none, which strict readers
     * refuse with all the rest. http_server_active_connections has their number.
     */
    private static final String CONNECTION_TIMES = "http.server.connections";

    private static final String UNKNOWN = "UNKNOWN";

    /** RFC 9110, 9.3, and RFC 5789. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    /** Micrometer's words for what has no path. Quarkus counts nothing below /q. */
    private static final Set<String> WORDS = Set.of(UNKNOWN, "NOT_FOUND", "REDIRECTION", "root");

    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}|RESET");

    private final ApiPaths paths;

    ClosedLabels(ApiPaths paths) {
        this.paths = paths;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith(CONNECTION_TIMES) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(SERVER)) {
            return id;
        }
        Meter.Id method = closed(id, "method", METHODS::contains);
        Meter.Id status =
                closed(method, "status", value -> STATUS.matcher(value).matches());
        return closed(
                status,
                "uri",
                value -> WORDS.contains(value) || paths.templates().contains(value));
    }

    private static Meter.Id closed(Meter.Id id, String label, Predicate<String> known) {
        String value = id.getTag(label);
        return value == null || known.test(value) ? id : id.withTag(Tag.of(label, UNKNOWN));
    }
}
