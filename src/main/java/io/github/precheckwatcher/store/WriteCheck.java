package io.github.precheckwatcher.store;

import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.Transactions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Asks every few seconds whether the store takes writes, so that a node with nothing to do knows it too. While all is
 * well nothing is written: a server that only reads refuses the statement itself. While PostgreSQL fails a row is written
 * and taken away again, since a full disk shows in no other way; so the end of an outage is seen although nothing else is
 * to be written. H2 is spared that: on a full disk it closes the file at each write.
 */
@Singleton
public class WriteCheck {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Transactions transactions;
    private final StoreOutage outage;
    private volatile boolean passed;

    public WriteCheck(Transactions transactions, StoreOutage outage) {
        this.transactions = transactions;
        this.outage = outage;
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(EVERY, this::check);
    }

    /** Asks once; the start does so before the first tick, so that the node is ready at once. Throws nothing. */
    public void check() {
        if (outage.stopped()) {
            return;
        }
        try {
            if (transactions.run(this::written)) {
                outage.worked();
            } else {
                outage.readable();
            }
            passed = true;
        } catch (StoreException e) {
            outage.failed(e);
        }
    }

    /** Whether the store has ever taken a write since the start. */
    boolean passed() {
        return passed;
    }

    private boolean written(Connection connection) throws SQLException {
        boolean needed = outage.failing() && connection.isWrapperFor(PGConnection.class);
        if (needed) {
            write(connection);
        } else {
            ask(connection);
        }
        return needed;
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update account set name = name where 1 = 0");
        }
    }

    private static void write(Connection connection) throws SQLException {
        String insert = "insert into event (happened_at, kind, account) values (current_timestamp, 'CHECK', '')";
        long id;
        try (PreparedStatement statement = connection.prepareStatement(insert, new String[] {"id"})) {
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                id = keys.getLong(1);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("delete from event where id = ?")) {
            new Params(statement).number(id);
            statement.executeUpdate();
        }
    }
}
