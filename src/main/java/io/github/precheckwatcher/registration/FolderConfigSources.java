package io.github.precheckwatcher.registration;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Gives Quarkus the keys of the folder that the daemon was started with. They go after environment variables and
 * system properties; the defaults go after everything that a user may write. No other folder's file is read
 * ({@link NoWorkingDirectory}). Found by its name in {@code META-INF/services}.
 */
public final class FolderConfigSources implements ConfigSourceFactory {
    private static final int PRIORITY = 290;
    private static final int DEFAULTS = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue folder = context.getValue(ConfigFolder.PROPERTY);
        return of(QuarkusKeys.of(
                ConfigFolder.of(folder == null ? null : folder.getValue()), ConfigEnvironment.current()));
    }

    static List<ConfigSource> of(QuarkusKeys keys) {
        return List.of(
                new PropertiesConfigSource(keys.own(), "precheck-watcher folder", PRIORITY),
                new PropertiesConfigSource(keys.defaults(), "precheck-watcher defaults", DEFAULTS));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(PRIORITY);
    }
}
