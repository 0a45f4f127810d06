package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.secret.Pem;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A named set of credentials, endpoint and budget.
 *
 * @param name the key under {@code watcher.accounts}; {@code default} always exists
 * @param endpoint scheme and authority, ending in "/"; https unless the operator wrote http
 * @param callsPerSecond the configured budget, > 0
 * @param connectTimeout > 0
 * @param readTimeout > 0; bounds a whole call: credentials, connecting, answer and second tries
 * @param proxy the proxy of this account's calls
 * @param trusted the certificates that the endpoint's may be signed by, instead of the JVM's own
 * @param credentials where the key comes from; its text form never shows a secret
 */
public record Account(
        String name,
        URI endpoint,
        double callsPerSecond,
        Duration connectTimeout,
        Duration readTimeout,
        Optional<HttpProxy> proxy,
        Optional<Pem> trusted,
        CredentialsSource credentials) {
    public Account {
        requireNonNull(name, "name");
        requireNonNull(endpoint, "endpoint");
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(readTimeout, "readTimeout");
        requireNonNull(proxy, "proxy");
        requireNonNull(trusted, "trusted");
        requireNonNull(credentials, "credentials");
        if (!(callsPerSecond > 0)) {
            throw new IllegalArgumentException("calls-per-second is not above 0");
        }
    }
}
