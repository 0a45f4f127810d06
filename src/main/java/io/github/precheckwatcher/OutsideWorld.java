package io.github.precheckwatcher;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Time, randomness and ids: injected everywhere, so that tests are deterministic. Whoever asks for a {@link Clock} and
 * says nothing more gets the engine's, which the store makes of these two.
 */
@Singleton
public final class OutsideWorld {
    /** The wall clock of this machine: for what other machines and files are compared with. May be set at any time. */
    @Produces
    @Singleton
    @Identifier("host")
    Clock host() {
        return Clock.systemUTC();
    }

    /** Never set: for how long something in this process lasts. */
    @Produces
    @Singleton
    @Identifier("monotonic")
    Clock monotonic() {
        return new MonotonicClock(host().instant(), System::nanoTime);
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
