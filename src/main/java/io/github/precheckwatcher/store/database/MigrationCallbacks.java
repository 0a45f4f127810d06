package io.github.precheckwatcher.store.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** What Flyway does beside migrating, whichever database is active. */
@Singleton
final class MigrationCallbacks {
    /** For each start anew. */
    static Callback[] all() {
        return new Callback[] {new EncodingGuard(), new NewerSchemaGuard(), new MigrationBackup()};
    }

    /** Which migrations there are, made and to be made, as seen amid one of Flyway's own steps. */
    static MigrationInfoService info(Context context) {
        return Flyway.configure()
                .configuration(context.getConfiguration())
                .load()
                .info();
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
        return MigrationCallbacks::onPostgresql;
    }

    /** What the start does to Flyway's configuration on PostgreSQL. */
    static void onPostgresql(FluentConfiguration configuration) {
        configuration.callbacks(all()).initSql(PostgresqlSession.forMigrations());
    }
}
