package io.github.precheckwatcher.store.database;

import static java.util.Objects.requireNonNull;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a database is and how to log in, for who opens it without the daemon.
 *
 * @param url the JDBC address
 * @param user empty: none is given
 * @param password empty: none is given
 * @param properties what else the driver is given; what the address says goes before
 */
public record StoreAddress(
        String url, Optional<String> user, Optional<String> password, Map<String, String> properties) {
    /** As the daemon has: Flyway and what it calls back take several. */
    private static final int CONNECTIONS = 8;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    public StoreAddress {
        requireNonNull(url, "url");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        properties = Map.copyOf(properties);
    }

    /** The same login to an embedded database of another name in a directory. */
    public StoreAddress beside(Path dataDir, String name) {
        return new StoreAddress(H2Url.of(dataDir, name), user, password, properties);
    }

    /** Whether it is the embedded database. */
    public boolean embedded() {
        return !url.startsWith("jdbc:postgresql:");
    }

    /**
     * A pool of connections without limits of time, which is the caller's to close. Opens none yet.
     *
     * @throws SQLException when the address cannot be read
     */
    public AgroalDataSource open() throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS)
                        .acquisitionTimeout(CONNECT)
                        .connectionFactoryConfiguration(factory -> {
                            factory.jdbcUrl(url);
                            factory.initialSql(embedded() ? "" : PostgresqlSession.forMigrations());
                            user.ifPresent(name -> factory.principal(new NamePrincipal(name)));
                            password.ifPresent(word -> factory.credential(new SimplePassword(word)));
                            properties.forEach(factory::jdbcProperty);
                            return factory;
                        })));
    }

    /** Neither login nor address, which may hold one. */
    @Override
    public String toString() {
        return embedded() ? "StoreAddress[h2]" : "StoreAddress[postgresql]";
    }
}
