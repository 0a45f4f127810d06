package io.github.precheckwatcher.store;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: the store answers. */
@Readiness
@Singleton
public final class StoreReadiness implements HealthCheck {
    private static final int SECONDS = 3;

    private final Transactions transactions;

    public StoreReadiness(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            transactions.perform(StoreReadiness::ask);
            return HealthCheckResponse.up("store");
        } catch (StoreException e) {
            // the management port is open to all: the reason stands in the log, not here
            return HealthCheckResponse.down("store");
        }
    }

    /** Asks for a table of ours: a database without our schema is not our store. */
    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.execute("select name from account fetch first 1 row only");
        }
    }
}
