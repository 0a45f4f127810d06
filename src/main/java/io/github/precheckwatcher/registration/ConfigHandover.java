package io.github.precheckwatcher.registration;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The checked configuration on its way from the command line to the beans, so that a file of ten thousand tasks is read
 * once. It is static since Quarkus makes its beans out of the process's state alone. Thread safe.
 */
public final class ConfigHandover {
    private static final AtomicReference<LoadedConfig> CHECKED = new AtomicReference<>();

    private ConfigHandover() {}

    /** Leaves a configuration for the beans of the next start in this process. */
    public static void leave(LoadedConfig config) {
        CHECKED.set(config);
    }

    /** Takes what was left, once; empty when nobody came by the command line, as in tests and dev mode. */
    static Optional<LoadedConfig> take() {
        return Optional.ofNullable(CHECKED.getAndSet(null));
    }
}
