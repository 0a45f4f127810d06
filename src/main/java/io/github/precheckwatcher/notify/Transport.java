package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.secret.Pem;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a notifier reaches its receiver.
 *
 * @param urls the addresses, secret in whole: one, several for alertmanager, none for log and email
 * @param headers further request headers, by name
 * @param timeout bounds a whole attempt, > 0
 * @param publicOnly whether only public addresses may be connected to
 * @param proxy what connections go through
 * @param tls further trust and a client certificate
 */
public record Transport(
        Secret<List<URI>> urls,
        Secret<Map<String, String>> headers,
        Duration timeout,
        boolean publicOnly,
        Optional<HttpProxy> proxy,
        Tls tls) {
    /** How much longer a claim lasts than its attempt may: time enough to write back even when the store is slow. */
    private static final Duration LEASE_MARGIN = FixedWait.of(Duration.ofSeconds(30));

    /**
     * Whom to trust and how to show oneself.
     *
     * @param ca certificates to trust instead of the JVM's own
     * @param certificate the client's certificate, its chain after it; with {@code key}
     * @param key the client's private key
     */
    public record Tls(Optional<Pem> ca, Optional<Pem> certificate, Optional<Pem> key) {
        public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

        public Tls {
            requireNonNull(ca, "ca");
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }
    }

    public Transport {
        requireNonNull(urls, "urls");
        requireNonNull(headers, "headers");
        requireNonNull(timeout, "timeout");
        requireNonNull(proxy, "proxy");
        requireNonNull(tls, "tls");
    }

    /**
     * The headers of a request, by their names in lower case: the operator's own, over those what the notifier itself
     * says. Names may be added by the caller.
     */
    public Map<String, String> requestHeaders(String contentType, String userAgent) {
        var all = new LinkedHashMap<String, String>();
        headers.get().forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.put("content-type", contentType);
        all.put("user-agent", userAgent);
        return all;
    }

    /** How long a claim of a delivery lasts. */
    public Duration lease() {
        return timeout.plus(LEASE_MARGIN);
    }

    /** Shows no address and no header. */
    @Override
    public String toString() {
        return "Transport[timeout=" + timeout + "]";
    }
}
