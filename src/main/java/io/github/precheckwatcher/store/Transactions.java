package io.github.precheckwatcher.store;

import static java.util.Objects.requireNonNull;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Runs work in one transaction each: all of it or nothing. Work that lost a deadlock or waited too long for a lock is
 * run again from its start, a bounded number of times. Thread safe.
 */
@Singleton
public final class Transactions {
    /**
     * serialization failure (and H2's deadlock), PostgreSQL's deadlock, PostgreSQL's lock_timeout, H2's lock timeout,
     * H2's concurrent update. https://www.postgresql.org/docs/14/errcodes-appendix.html, org.h2.api.ErrorCode.
     */
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    /**
     * H2 closes a database that it could not write, on a full disk for example, and opens it again only when the last
     * connection to it is gone. org.h2.api.ErrorCode: DATABASE_IS_CLOSED,
     * DATABASE_CALLED_AT_SHUTDOWN.
     */
    private static final Set<String> DATABASE_CLOSED = Set.of("90098", "90121");

    private static final int TRIES = 5;

    private final DataSource source;

    @Inject
    public Transactions(ActiveDatabase database) {
        this(database.dataSource());
    }

    public Transactions(DataSource source) {
        this.source = requireNonNull(source, "source");
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
                if (tries == TRIES || !worthAnotherTry(e)) {
                    throw new StoreException("the store failed", e);
                }
            }
        }
    }

    /** Runs work that has no result; otherwise as {@link #run}. */
    public void perform(Act act) {
        run(connection -> {
            act.in(connection);
            return null;
        });
    }

    private void dropConnectionsOfClosedDatabase(SQLException e) {
        if (source instanceof AgroalDataSource pool && DATABASE_CLOSED.contains(String.valueOf(e.getSQLState()))) {
            pool.flush(AgroalDataSource.FlushMode.ALL);
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the first failure says more
        }
    }

    /** A batch hides the reason in its chain. */
    private static boolean worthAnotherTry(SQLException e) {
        for (SQLException at = e; at != null; at = at.getNextException()) {
            if (at.getSQLState() != null && WORTH_ANOTHER_TRY.contains(at.getSQLState())) {
                return true;
            }
        }
        return false;
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
