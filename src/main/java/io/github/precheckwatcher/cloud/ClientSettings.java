package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.secret.Pem;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * All that connections differ by. Accounts for which it is the same share an HTTP client.
 *
 * @param endpoint scheme and authority, ending in "/"
 * @param connectTimeout > 0
 * @param readTimeout > 0
 * @param proxy the proxy that connections go through
 * @param trusted the certificates that the endpoint's may be signed by, instead of the JVM's own
 */
record ClientSettings(
        URI endpoint, Duration connectTimeout, Duration readTimeout, Optional<HttpProxy> proxy, Optional<Pem> trusted) {
    ClientSettings {
        requireNonNull(endpoint, "endpoint");
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(readTimeout, "readTimeout");
        requireNonNull(proxy, "proxy");
        requireNonNull(trusted, "trusted");
    }

    static ClientSettings of(Account account) {
        return new ClientSettings(
                account.endpoint(),
                account.connectTimeout(),
                account.readTimeout(),
                account.proxy(),
                account.trusted());
    }
}
