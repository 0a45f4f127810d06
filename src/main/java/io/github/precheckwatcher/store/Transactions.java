package io.github.precheckwatcher.store;

import static java.util.Objects.requireNonNull;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.notify.OutOfMemory;
import io.github.precheckwatcher.notify.StoreFault;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Runs work in one transaction each: all of it or nothing. Work that lost a deadlock or waited too long for a lock is
 * run again from its start after a short random pause, a bounded number of times. Thread safe.
 */
@Singleton
public final class Transactions {
    private static final int TRIES = 5;

    /** Up to so long a pause is before the second try; twice as long before each further one. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(8);

    private final DataSource source;
    private final RandomGenerator random;

    @Inject
    public Transactions(ActiveDatabase database, RandomGenerator random) {
        this(database.dataSource(), random);
    }

    public Transactions(DataSource source, RandomGenerator random) {
        this.source = requireNonNull(source, "source");
        this.random = requireNonNull(random, "random");
    }

    /**
     * Runs work and commits it.
     *
     * @param work may run several times: no effects but those on the database
     * @throws StoreException when the database refuses, or the tries are used up; nothing was written then, unless the
     *     connection broke during the commit itself
     */
    public <T> T run(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (SQLException e) {
                dropConnectionsOfClosedDatabase(e);
                if (tries == TRIES || !SqlStates.lockLost(e)) {
                    throw new StoreException("the store failed", e);
                }
                pause(tries);
            }
        }
    }

    /** Who lost leaves the other the time to end: at once it could take the first of its locks again, and lose again. */
    private void pause(int tries) {
        LockSupport.parkNanos((long) (random.nextDouble() * FIRST_PAUSE.toNanos() * (1L << (tries - 1))));
    }

    /** Runs work that has no result; otherwise as {@link #run}. */
    public void perform(Act act) {
        run(connection -> {
            act.in(connection);
            return null;
        });
    }

    private void dropConnectionsOfClosedDatabase(SQLException e) {
        if (source instanceof AgroalDataSource pool && SqlStates.databaseClosed(e)) {
            pool.flush(AgroalDataSource.FlushMode.ALL);
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                OutOfMemory.endIf(e);
                rollBack(connection, e);
                throw e;
            }
        }
    }

    /** Whatever keeps a connection from us, a pool without a free one too, keeps it from all who ask. */
    private Connection connect() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            OutOfMemory.endIf(e);
            dropConnectionsOfClosedDatabase(e);
            throw new StoreException("the store cannot be reached", e, StoreFault.Kind.AWAY);
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the first failure says more
        }
    }

    /** What is done in a transaction, without a result. */
    @FunctionalInterface
    public interface Act {
        void in(Connection connection) throws SQLException;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
