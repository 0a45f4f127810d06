package io.github.precheckwatcher.store;

import static io.github.precheckwatcher.store.Fixtures.ACCOUNT;
import static io.github.precheckwatcher.store.Fixtures.LEASE;
import static io.github.precheckwatcher.store.Fixtures.NOW;
import static io.github.precheckwatcher.store.Fixtures.open;
import static io.github.precheckwatcher.store.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that hangs amid a transaction, on PostgreSQL, where its connection may outlive it for hours. */
class FrozenNodeTest {
    @Test
    void the_daemon_says_to_each_connection_how_long_locks_are_waited_for_and_held_idle() throws SQLException {
        try (Databases.Database database = Databases.postgresql();
                Connection connection = database.source().getConnection()) {
            assertThat(setting(connection, "lock_timeout")).isEqualTo("2s");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("10s");
        }
    }

    @Test
    void its_locks_end_and_the_others_go_on() throws SQLException {
        String shorter = "set lock_timeout = '400ms'; set idle_in_transaction_session_timeout = '600ms'";
        try (Databases.Database database = Databases.postgresql(shorter)) {
            JdbcWatchStore store = new JdbcWatchStore(database.transactions());
            store.openAccounts(Map.of(ACCOUNT, 10.0), NOW);
            store.register(List.of(spec("orders")), NOW, Fixtures.ids());
            try (Connection frozen = database.source().getConnection();
                    Statement statement = frozen.createStatement()) {
                frozen.setAutoCommit(false);
                statement.execute("select name from account for update");

                assertThat(store.claim(ACCOUNT, open(1), NOW, LEASE, 1).watches())
                        .hasSize(1);
            }
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show " + name)) {
            result.next();
            return result.getString(1);
        }
    }
}
