package io.github.precheckwatcher.store.database;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** What the daemon needs of each connection to PostgreSQL, whatever the database has as its defaults. */
class PostgresqlSessionTest {
    private static final Map<String, String> NEEDED = Map.of(
            "default_transaction_isolation", "read committed",
            "default_transaction_deferrable", "off",
            "statement_timeout", "15s",
            "lock_timeout", "2s",
            "idle_in_transaction_session_timeout", "10s",
            "idle_session_timeout", "0",
            "transaction_timeout", "0");

    static Stream<Map<String, String>> defaults() {
        return Stream.of(
                Map.of("default_transaction_isolation", "serializable"),
                Map.of("default_transaction_isolation", "repeatable read"),
                Map.of("statement_timeout", "10ms"),
                Map.of("lock_timeout", "1ms"),
                Map.of("idle_in_transaction_session_timeout", "20ms"),
                Map.of("idle_session_timeout", "200ms"),
                Map.of("transaction_timeout", "20ms"),
                Map.of(
                        "default_transaction_isolation", "serializable",
                        "default_transaction_deferrable", "on",
                        "statement_timeout", "10ms",
                        "lock_timeout", "1ms",
                        "idle_in_transaction_session_timeout", "20ms"));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void two_nodes_that_start_together_on_an_empty_database_both_work(Map<String, String> defaults) throws Exception {
        try (Databases.Database one = Databases.emptyPostgresqlWith(defaults);
                Databases.Database other = Databases.beside(one)) {
            CyclicBarrier start = new CyclicBarrier(2);

            Together.run(() -> begin(one, start), () -> begin(other, start));

            JdbcWatchStore store = new JdbcWatchStore(other.transactions());
            assertThat(store.claim(ACCOUNT, open(100), NOW, LEASE, 100).watches())
                    .hasSize(50);
            for (Databases.Database node : List.of(one, other)) {
                // the pool's housekeeper closes the migrations' connections in a moment of its own
                await().untilAsserted(() -> {
                    try (Connection connection = node.source().getConnection()) {
                        assertThat(settings(connection)).isEqualTo(NEEDED);
                    }
                });
            }
        }
    }

    private static boolean begin(Databases.Database node, CyclicBarrier start) throws Exception {
        start.await();
        Databases.migrate(node.source());
        node.source().flush(AgroalDataSource.FlushMode.GRACEFUL); // as the start does
        JdbcWatchStore store = new JdbcWatchStore(node.transactions());
        store.openAccounts(Map.of(ACCOUNT, 1000.0), NOW);
        store.register(StoredWatches.specs(50), NOW, StoredWatches.ids());
        return true;
    }

    @Test
    void a_connection_of_the_server_itself_prepares_its_statements() throws SQLException {
        try (Databases.Database database = Databases.postgresql();
                Connection connection = database.source().getConnection()) {
            assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold())
                    .isEqualTo(5);
        }
    }

    @Test
    void an_address_without_prepared_statements_gets_the_settings_in_each_transaction() {
        try (Databases.Database database = Databases.postgresql()) {
            database.transactions().perform(connection -> {
                connection.unwrap(PGConnection.class).setPrepareThreshold(0);
                execute(connection, "set session characteristics as transaction isolation level serializable");
                execute(connection, "set statement_timeout = '1h'");
            });

            database.transactions().perform(connection -> {
                assertThat(setting(connection, "transaction_isolation")).isEqualTo("read committed");
                assertThat(setting(connection, "statement_timeout")).isEqualTo("15s");
                assertThat(setting(connection, "lock_timeout")).isEqualTo("2s");
            });
        }
    }

    private static Map<String, String> settings(Connection connection) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        for (String name : NEEDED.keySet()) {
            settings.put(name, setting(connection, name));
        }
        return settings;
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
