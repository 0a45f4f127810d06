package io.github.precheckwatcher.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Gives Quarkus the keys of the folder that the daemon was started with. They go after environment variables and
 * system properties; the defaults go after everything that a user may write. No other folder's file is read
 * ({@link NoWorkingDirectory}). Found by its name in {@code META-INF/services}.
 */
public final class FolderConfigSources implements ConfigSourceFactory {
    private static final int PRIORITY = 290;
    static final int DEFAULTS = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue folder = context.getValue(ConfigFolder.PROPERTY);
        Path named = ConfigFolder.of(folder == null ? null : folder.getValue());
        return of(ConfigHandover.quarkus(named).orElseGet(() -> QuarkusKeys.of(named, ConfigEnvironment.current())));
    }

    /**
     * What Quarkus would read, profile and expressions included, for who asks without starting it. No value is converted
     * unless the caller adds converters.
     *
     * @param keys what the configuration folder means to Quarkus
     * @param environment the process's environment variables
     */
    static SmallRyeConfigBuilder alone(QuarkusKeys keys, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withProfile("prod")
                .withSources(new SysPropConfigSource(), new EnvConfigSource(environment, EnvConfigSource.ORDINAL))
                .withSources(of(keys));
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
