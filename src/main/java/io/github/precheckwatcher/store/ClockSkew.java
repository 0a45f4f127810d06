package io.github.precheckwatcher.store;

import io.github.precheckwatcher.notify.LogLine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Compares this node's clock with the database's. Fencing keeps a wrong clock from doing harm, but it polls too early
 * or too late.
 */
@Singleton
public class ClockSkew {
    private static final Logger LOG = Logger.getLogger(ClockSkew.class);
    private static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final double MILLIS = 1000;

    private final Transactions transactions;
    private final Clock clock;
    private volatile Duration skew = Duration.ZERO;
    private volatile boolean beyond;

    public ClockSkew(Transactions transactions, Clock clock, MeterRegistry meters) {
        this.transactions = transactions;
        this.clock = clock;
        Gauge.builder("precheck.clock.skew", this, c -> c.skew.toMillis() / MILLIS)
                .baseUnit("seconds")
                .description("This node's clock less the database's")
                .register(meters);
    }

    /** Compares once; says so when the difference becomes too large and when it is small again. */
    @Scheduled(every = "30s", identity = "clock-skew", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void compare() {
        try {
            skew = transactions.run(this::difference);
        } catch (StoreException e) {
            LOG.debug("the database's clock could not be read", e); // readiness and the engine report a failing store
            return;
        }
        boolean large = skew.abs().compareTo(TOLERATED) > 0;
        if (large && !beyond) {
            LogLine.of("clock")
                    .with("skew", seconds(skew))
                    .with("tolerated", seconds(TOLERATED))
                    .with("remedy", "this node's clock differs from the database's: look at NTP on both")
                    .warn(LOG);
        } else if (!large && beyond) {
            LogLine.of("clock").with("skew", seconds(skew)).info(LOG);
        }
        beyond = large;
    }

    /** Ours in the middle of the question less theirs; the way there and back counts half. */
    private Duration difference(Connection connection) throws SQLException {
        Instant before = clock.instant();
        Instant theirs = databaseTime(connection);
        Instant after = clock.instant();
        Instant ours = before.plus(Duration.between(before, after).dividedBy(2));
        return Duration.between(theirs, ours);
    }

    private static Instant databaseTime(Connection connection) throws SQLException {
        String sql = "select current_timestamp as theirs";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return new Columns(result).time("theirs");
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / MILLIS + "s";
    }
}
