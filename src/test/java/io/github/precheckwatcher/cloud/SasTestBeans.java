package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What other packages produce in the daemon. */
@Alternative
@Dependent
public class SasTestBeans {
    @Produces
    @Singleton
    Accounts accounts() {
        Account nowhere = new Account(
                "default",
                URI.create("http://127.0.0.1:1/"),
                10,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.empty(),
                Optional.empty(),
                new CredentialsSource(
                        CredentialsSource.Type.ACCESS_KEY,
                        Map.of("access-key-id", "id", "access-key-secret", "injected-secret"),
                        Map.of()));
        return new Accounts(Map.of("default", nowhere));
    }

    @Produces
    @Singleton
    CallPermits permits() {
        return account -> Uni.createFrom().voidItem();
    }
}
