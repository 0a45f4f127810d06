package io.github.precheckwatcher.store.database;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that hangs amid a transaction, on PostgreSQL, where its connection may outlive it for hours. */
class FrozenNodeTest {
    @Test
    void its_locks_end_and_the_others_go_on() throws SQLException {
        try (Databases.Database database = Databases.postgresql(new PostgresqlSession("400ms", "600ms"))) {
            JdbcWatchStore store = new JdbcWatchStore(database.transactions());
            store.openAccounts(Map.of(ACCOUNT, 10.0), NOW);
            store.register(List.of(spec("orders")), NOW, StoredWatches.ids());
            try (Connection frozen = database.source().getConnection();
                    Statement statement = frozen.createStatement()) {
                frozen.setAutoCommit(false);
                statement.execute("select name from account for update");

                assertThat(store.claim(ACCOUNT, open(1), NOW, LEASE, 1).watches())
                        .hasSize(1);
            }
        }
    }
}
