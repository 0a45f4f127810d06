package io.github.precheckwatcher.store.database;

import io.agroal.api.AgroalPoolInterceptor;
import io.github.precheckwatcher.log.LogLine;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Sets what our work needs on each connection to PostgreSQL, whatever the server, the database or the role has as its
 * default: read committed, since claims wait for locks and then look again; bounded statements and locks, since a node
 * that hangs amid a transaction, its machine asleep perhaps, must not hold its locks against all others; and no end of a
 * connection that is idle in the pool.
 *
 * <p>A pooler that lends a server connection for one transaction (PgBouncer's transaction pooling) keeps neither settings
 * nor prepared statements from one to the next. It is found by the process number that it gives for the server's: then
 * nothing is prepared, and the settings are made again in each transaction. Whoever sets {@code prepareThreshold=0} in
 * the address gets the same.
 */
@Singleton
@DataSource("postgresql")
public final class PostgresqlSession implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(PostgresqlSession.class);

    /** Below the socket's timeout, so that the server ends what we no longer wait for. */
    private static final String STATEMENT = "15s";

    private static final String LOCK = "2s";
    private static final String IDLE_IN_TRANSACTION = "10s";
    private static final String NEVER = "0";

    /** The versions of PostgreSQL since which these are known. */
    private static final Map<String, Integer> SINCE = Map.of("idle_session_timeout", 14, "transaction_timeout", 17);

    private final String lock;
    private final String idleInTransaction;
    private final AtomicBoolean poolerReported = new AtomicBoolean();

    @Inject
    public PostgresqlSession() {
        this(LOCK, IDLE_IN_TRANSACTION);
    }

    /** With other bounds, as PostgreSQL writes them. */
    PostgresqlSession(String lock, String idleInTransaction) {
        this.lock = lock;
        this.idleInTransaction = idleInTransaction;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try {
            execute(
                    connection,
                    "set default_transaction_isolation = 'read committed'; set default_transaction_deferrable = off"
                            + bounds("set ", connection, STATEMENT, lock, idleInTransaction));
            PGConnection postgresql = connection.unwrap(PGConnection.class);
            if (postgresql.getPrepareThreshold() != 0 && postgresql.getBackendPID() != serverProcess(connection)) {
                postgresql.setPrepareThreshold(0);
                reportPooler();
            }
        } catch (SQLException e) {
            throw new StoreException("a new connection cannot be used", e);
        }
    }

    /** For Flyway, whose migrations take as long as they take, and which waits meanwhile in another transaction. */
    static String forMigrations() {
        return "set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0";
    }

    /** At the beginning of each transaction: makes the settings again where the session does not keep them. */
    static void begin(Connection connection) throws SQLException {
        if (connection.isWrapperFor(PGConnection.class)
                && connection.unwrap(PGConnection.class).getPrepareThreshold() == 0) {
            execute(
                    connection,
                    "set transaction isolation level read committed"
                            + bounds("set local ", connection, STATEMENT, LOCK, IDLE_IN_TRANSACTION));
        }
    }

    private static String bounds(
            String set, Connection connection, String statement, String lock, String idleInTransaction)
            throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        Map<String, String> bounds = Map.of(
                "statement_timeout", statement,
                "lock_timeout", lock,
                "idle_in_transaction_session_timeout", idleInTransaction,
                "idle_session_timeout", NEVER,
                "transaction_timeout", NEVER);
        return bounds.entrySet().stream()
                .filter(bound -> version >= SINCE.getOrDefault(bound.getKey(), 0))
                .map(bound -> "; " + set + bound.getKey() + " = '" + bound.getValue() + "'")
                .collect(Collectors.joining());
    }

    private static int serverProcess(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void reportPooler() {
        if (poolerReported.compareAndSet(false, true)) {
            LogLine.of("store")
                    .with("pooler", "yes")
                    .with("reason", "something between this node and PostgreSQL lends its connections")
                    .with("effect", "no prepared statements, and settings are made in each transaction")
                    .info(LOG);
        }
    }
}
