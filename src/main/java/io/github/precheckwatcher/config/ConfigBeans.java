package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.kind.email.SmtpMailSender;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.watch.EngineSettings;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
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
    LoadedConfig config() throws ConfigException {
        Optional<LoadedConfig> checked = ConfigHandover.take();
        return checked.isPresent()
                ? checked.get()
                : ConfigLoader.load(ConfigFolder.of(folder.orElse(null)), ConfigEnvironment.current());
    }

    @Produces
    @Singleton
    Accounts accounts(LoadedConfig config) {
        return config.accounts();
    }

    @Produces
    @Singleton
    EngineSettings engine(LoadedConfig config) {
        return config.engine();
    }

    @Produces
    @Singleton
    NotifySettings notifiers(LoadedConfig config) {
        return config.notifiers();
    }

    @Produces
    @Singleton
    SmtpMailSender mail(LoadedConfig config, TlsConfigurationRegistry tls) {
        return new SmtpMailSender(config.mailServer(), tls::get);
    }

    void close(@Disposes SmtpMailSender mail) {
        mail.close();
    }

    @Produces
    @Singleton
    StoreSettings store(LoadedConfig config) {
        return config.store();
    }
}
