package io.github.precheckwatcher.config;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.source.yaml.YamlConfigSourceLoader;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Keeps Quarkus from reading {@code config/application.yaml} and {@code config/application.properties} of the working
 * directory, which it does by itself whichever folder the daemon was started with: somebody else's mistake there would
 * stop the start, and its keys would count. The folder that was named is served by {@link FolderConfigSources} alone.
 * Found by its name in {@code META-INF/services}.
 */
@StaticInitSafe
public final class NoWorkingDirectory implements SmallRyeConfigBuilderCustomizer {
    // as SmallRyeConfigBuilder.getPropertiesSources gives them
    private static final int APPLICATION_PROPERTIES = 250;
    private static final int MICROPROFILE_CONFIG = 100;

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.getSourceProviders().removeIf(YamlConfigSourceLoader.InFileSystem.class::isInstance);
        if (builder.isAddDefaultSources() || builder.isAddPropertiesSources()) {
            builder.setAddSystemSources(builder.isAddDefaultSources() || builder.isAddSystemSources())
                    .setAddDefaultSources(false)
                    .setAddPropertiesSources(false)
                    .withSources(NoWorkingDirectory::propertiesOfTheProgram);
        }
    }

    /** After all others: what they added is to be taken out again. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }

    private static Iterable<ConfigSource> propertiesOfTheProgram(ClassLoader loader) {
        List<ConfigSource> sources = new ArrayList<>(
                PropertiesConfigSourceLoader.inClassPath("application.properties", APPLICATION_PROPERTIES, loader));
        sources.addAll(PropertiesConfigSourceLoader.inClassPath(
                "META-INF/microprofile-config.properties", MICROPROFILE_CONFIG, loader));
        return sources;
    }
}
