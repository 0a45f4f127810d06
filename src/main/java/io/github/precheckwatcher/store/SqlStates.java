package io.github.precheckwatcher.store;

import io.github.precheckwatcher.notify.StoreFault.Kind;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a failure's SQLState means to us, on both databases. https://www.postgresql.org/docs/14/errcodes-appendix.html,
 * org.h2.api.ErrorCode.
 */
final class SqlStates {
    /**
     * serialization failure (and H2's deadlock), PostgreSQL's deadlock, PostgreSQL's lock_timeout, H2's lock timeout,
     * H2's concurrent update.
     */
    private static final Set<String> LOCK_LOST = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    /**
     * H2 closes a database that it could not write, on a full disk for example, and opens it again only when the last
     * connection to it is gone: DATABASE_IS_CLOSED, DATABASE_CALLED_AT_SHUTDOWN.
     */
    private static final Set<String> DATABASE_CLOSED = Set.of("90098", "90121");

    /** PostgreSQL ended the connection: it waited for us, or the server goes down, is down, or comes up. */
    private static final Set<String> CONNECTION_ENDED = Set.of("25P03", "57P01", "57P02", "57P03", "57P04", "57P05");

    private static final String CONNECTION_CLASS = "08";

    private SqlStates() {}

    /** Whether the same work may succeed at once. */
    static boolean lockLost(SQLException e) {
        return any(e, LOCK_LOST::contains);
    }

    /** Whether H2 has closed the database under its connections. */
    static boolean databaseClosed(SQLException e) {
        return any(e, DATABASE_CLOSED::contains);
    }

    /** How the store failed. */
    static Kind kind(SQLException e) {
        boolean away = any(e, s -> s.startsWith(CONNECTION_CLASS) || CONNECTION_ENDED.contains(s)) || databaseClosed(e);
        return away ? Kind.AWAY : lockLost(e) ? Kind.BUSY : Kind.REFUSED;
    }

    /** A batch hides the reason in its chain. */
    private static boolean any(SQLException e, Predicate<String> state) {
        for (SQLException at = e; at != null; at = at.getNextException()) {
            if (at.getSQLState() != null && state.test(at.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
