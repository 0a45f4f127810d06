package io.github.precheckwatcher;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Time, randomness and ids: injected everywhere, so that tests are deterministic. */
@Singleton
public final class OutsideWorld {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    Supplier<UUID> ids() {
        return UUID::randomUUID;
    }
}
