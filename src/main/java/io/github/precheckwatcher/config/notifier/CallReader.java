package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.Transport;
import java.time.Duration;
import java.util.Optional;

/** Reads how the receiver of a call is reached that is no notifier: by the same keys as that of a webhook. */
public final class CallReader {
    private final AddressReader addresses;
    private final HeadersReader headers;
    private final ProxyReader proxies;

    public CallReader(Problems problems, SecretValues secrets, ProxyReader proxies) {
        this.addresses = new AddressReader(problems, secrets);
        this.headers = new HeadersReader(secrets);
        this.proxies = proxies;
    }

    /**
     * Reads {@code url}, {@code headers}, {@code proxy} and {@code tls}; reports what is wrong.
     *
     * @param what whose they are, for messages
     * @param inherited the daemon's own proxy
     */
    public Transport read(Section section, String what, Duration timeout, Optional<HttpProxy> inherited) {
        return new Transport(
                addresses.url(section, what),
                headers.read(section),
                timeout,
                false,
                proxies.read(section, inherited),
                TlsReader.read(section));
    }
}
