package io.github.precheckwatcher.store.transfer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The daemons that work on a store in PostgreSQL, as their rows say. An embedded store has a lock for that. */
final class LiveNodes {
    private static final String TABLE = "node";

    private LiveNodes() {}

    /**
     * @throws TransferRefused when one was seen within the last minute, by the database's clock
     */
    static void refuse(Connection connection) throws TransferRefused, SQLException {
        if (StoreTable.all(connection).stream().noneMatch(table -> table.name().equals(TABLE))) {
            return; // a schema from before there were such rows
        }
        String sql =
                "select host from node where seen_at > current_timestamp - interval '1' minute order by seen_at desc";
        List<String> hosts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                hosts.add(result.getString("host"));
            }
        }
        if (!hosts.isEmpty()) {
            throw new TransferRefused("a daemon works on this store, or did less than a minute ago, on "
                    + String.join(", ", hosts) + "; stop it, wait a minute and try again");
        }
    }
}
