package io.github.precheckwatcher.store.database;

import static java.util.Objects.requireNonNull;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.log.OutOfMemory;
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
                StoreCause cause = StoreCause.of(e);
                dropConnections(cause);
                if (tries == TRIES || !cause.lockLost()) {
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

    /**
     * What one connection has seen is true of all: a server that became a standby keeps its sessions, and whoever asks
     * through them is refused for ever. In use they end when they are given back; H2 opens a closed database only when
     * the last of them is gone.
     */
    private void dropConnections(StoreCause cause) {
        if (source instanceof AgroalDataSource pool) {
            if (cause == StoreCause.CLOSED) {
                pool.flush(AgroalDataSource.FlushMode.ALL);
            } else if (cause.wrongServer()) {
                pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                PostgresqlSession.begin(connection);
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

    private Connection connect() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            OutOfMemory.endIf(e);
            dropConnections(StoreCause.of(e));
            throw StoreException.noConnection(e);
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
