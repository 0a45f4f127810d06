package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.AccountsConfig;
import io.github.precheckwatcher.config.notifier.NotifiersConfig;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.Converter;

/** The checked values of {@code application.yaml}, typed and with their defaults by the mapping interfaces. */
record TypedConfig(
        DaemonConfig daemon,
        StoreConfig store,
        AccountsConfig accounts,
        PollingConfig polling,
        NotifiersConfig notifiers,
        MailerConfig mailer) {
    private static final int ORDINAL = 265;

    /** Those that the class path brings; looked for once. */
    private static final List<Converter<?>> CONVERTERS = discovered();

    /** No source but the given values: neither Quarkus's nor the environment adds a key. */
    static TypedConfig of(ConfigTree tree) {
        Map<String, String> texts = new HashMap<>(tree.texts());
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverters(CONVERTERS.toArray(Converter[]::new))
                .withSources(new PropertiesConfigSource(texts, DaemonFile.NAME, ORDINAL))
                .withMapping(DaemonConfig.class)
                .withMapping(StoreConfig.class)
                .withMapping(AccountsConfig.class)
                .withMapping(PollingConfig.class)
                .withMapping(NotifiersConfig.class)
                .withMapping(MailerConfig.class)
                .withValidateUnknown(true)
                .build();
        return new TypedConfig(
                config.getConfigMapping(DaemonConfig.class),
                config.getConfigMapping(StoreConfig.class),
                config.getConfigMapping(AccountsConfig.class),
                config.getConfigMapping(PollingConfig.class),
                config.getConfigMapping(NotifiersConfig.class),
                config.getConfigMapping(MailerConfig.class));
    }

    private static List<Converter<?>> discovered() {
        List<Converter<?>> converters = new ArrayList<>();
        ServiceLoader.load(Converter.class, TypedConfig.class.getClassLoader()).forEach(converters::add);
        return List.copyOf(converters);
    }
}
