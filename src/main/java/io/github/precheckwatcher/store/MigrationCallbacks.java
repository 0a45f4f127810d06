package io.github.precheckwatcher.store;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.callback.Callback;

/** What Flyway does beside migrating, whichever database is active. */
@Singleton
final class MigrationCallbacks {
    /** For each start anew. */
    static Callback[] all() {
        return new Callback[] {new NewerSchemaGuard(), new MigrationBackup()};
    }

    @Produces
    @Singleton
    @FlywayDataSource("h2")
    FlywayConfigurationCustomizer h2() {
        return configuration -> configuration.callbacks(all());
    }

    @Produces
    @Singleton
    @FlywayDataSource("postgresql")
    FlywayConfigurationCustomizer postgresql() {
        return configuration -> configuration.callbacks(all());
    }
}
