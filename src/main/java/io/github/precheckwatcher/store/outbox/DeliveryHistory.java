package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Appends to the history what somebody asked for of deliveries: to that of the watch where the message is about one. */
final class DeliveryHistory {
    private DeliveryHistory() {}

    /**
     * Appends an entry for each of these deliveries, in id order.
     *
     * @param before where they stood
     */
    static void append(
            Connection connection, History.Kind kind, List<String> ids, String before, Requester by, Instant now)
            throws SQLException {
        String sql = """
                select d.notifier, d.event_id, m.watch_id
                from delivery d join message m on m.id = d.event_id
                where d.id = any(?)
                order by d.id""";
        List<History.Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids);
            try (ResultSet result = statement.executeQuery()) {
                Columns columns = new Columns(result);
                while (result.next()) {
                    String what = columns.text("event_id") + " to " + columns.text("notifier") + ", " + before;
                    entries.add(new History.Entry(
                            now,
                            kind,
                            columns.textOrNone("watch_id"),
                            Optional.empty(),
                            Optional.of(what),
                            Optional.of(by)));
                }
            }
        }
        History.append(connection, entries);
    }
}
