package io.github.precheckwatcher.notify.email;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import java.util.Optional;

/** Stands for Quarkus's TLS configurations where Quarkus does not run: there are none. */
final class TlsAlone implements TlsConfigurationRegistry {
    @Override
    public Optional<TlsConfiguration> get(String name) {
        throw new IllegalArgumentException(
                "quarkus.mailer.tls-configuration-name needs a running daemon: start it and ask again");
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
        return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
        throw new IllegalStateException("nobody registers any");
    }
}
