package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.CurrentAccounts;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.kind.email.SmtpMailSender;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.watch.EngineSettings;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The checked configuration as beans: what the command line loaded, or else read from the folder that it named. */
@Singleton
public final class ConfigBeans {
    private final Optional<String> folder;

    public ConfigBeans(@ConfigProperty(name = ConfigFolder.PROPERTY) Optional<String> folder) {
        this.folder = folder;
    }

    @Produces
    @Singleton
    @Typed(CurrentConfig.class)
    CurrentConfig config() throws ConfigException {
        Optional<LoadedConfig> checked = ConfigHandover.take();
        return new CurrentConfig(
                checked.isPresent()
                        ? checked.get()
                        : ConfigLoader.load(ConfigFolder.of(folder.orElse(null)), ConfigEnvironment.current()));
    }

    /** Those that the daemon was started with. */
    @Produces
    @Singleton
    @Typed(ConfigFiles.class)
    ConfigFiles files() {
        return new ConfigFiles(ConfigFolder.of(folder.orElse(null)), ConfigEnvironment::current);
    }

    @Produces
    @Singleton
    CurrentAccounts accounts(CurrentConfig config) {
        return config;
    }

    @Produces
    @Singleton
    Supplier<EngineSettings> engine(CurrentConfig config) {
        return config;
    }

    @Produces
    @Singleton
    CurrentNotifySettings notifiers(CurrentConfig config) {
        return config;
    }

    @Produces
    @Singleton
    SmtpMailSender mail(CurrentConfig config, TlsConfigurationRegistry tls) {
        return new SmtpMailSender(() -> config.config().mailServer(), tls::get);
    }

    void close(@Disposes SmtpMailSender mail) {
        mail.close();
    }

    /** Changes at a start alone. */
    @Produces
    @Singleton
    StoreSettings store(CurrentConfig config) {
        return config.config().store();
    }
}
