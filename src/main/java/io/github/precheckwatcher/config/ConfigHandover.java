package io.github.precheckwatcher.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The checked configuration on its way from the command line to the beans, so that a file of ten thousand tasks is read
 * once. It is static since Quarkus makes its beans out of the process's state alone. Thread safe.
 */
public final class ConfigHandover {
    private static final AtomicReference<LoadedConfig> CHECKED = new AtomicReference<>();
    private static final AtomicReference<Map.Entry<Path, QuarkusKeys>> QUARKUS = new AtomicReference<>();

    private ConfigHandover() {}

    /**
     * Leaves a configuration for the beans of the next start in this process.
     *
     * @param folder where it was loaded from
     */
    public static void leave(Path folder, LoadedConfig config) {
        CHECKED.set(config);
        QUARKUS.set(Map.entry(folder, config.quarkus()));
    }

    /** Takes what was left, once; empty when nobody came by the command line, as in tests and dev mode. */
    static Optional<LoadedConfig> take() {
        return Optional.ofNullable(CHECKED.getAndSet(null));
    }

    /** What was left for Quarkus, as often as it asks: it does before any bean is made; empty for another folder. */
    static Optional<QuarkusKeys> quarkus(Path folder) {
        return Optional.ofNullable(QUARKUS.get())
                .filter(left -> left.getKey().equals(folder))
                .map(Map.Entry::getValue);
    }
}
