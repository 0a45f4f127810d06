package io.github.precheckwatcher.store.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import jakarta.inject.Singleton;

/** The database in use: of the two that are built in, exactly one is active at run time. */
@Singleton
public final class ActiveDatabase {
    private final AgroalDataSource active;

    ActiveDatabase(
            @DataSource("h2") InjectableInstance<AgroalDataSource> h2,
            @DataSource("postgresql") InjectableInstance<AgroalDataSource> postgresql) {
        if (isActive(h2) == isActive(postgresql)) {
            throw new IllegalStateException("exactly one of the databases h2 and postgresql has to be active");
        }
        this.active = isActive(h2) ? h2.get() : postgresql.get();
        if (isActive(postgresql)) {
            // what migrated has no bounds (MigrationCallbacks): the work begins with connections that have them
            active.flush(AgroalDataSource.FlushMode.GRACEFUL);
        }
    }

    private static boolean isActive(InjectableInstance<AgroalDataSource> source) {
        return source.getHandle().getBean().isActive();
    }

    /** The pool of connections to it. */
    public javax.sql.DataSource dataSource() {
        return active;
    }
}
