package io.github.precheckwatcher.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.NotifierRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells how notifiers stand; locks and changes nothing. */
final class ReadNotifiers {
    private static final TypeReference<List<Instant>> TIMES = new TypeReference<>() {};

    List<NotifierRow> all(Connection connection) throws SQLException {
        String sql = """
                select name, paused_until, failures, down_since, next_probe_at, probes, sent, dead, dead_told
                from notifier order by name""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<NotifierRow> rows = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                rows.add(new NotifierRow(
                        columns.text("name"),
                        columns.timeOrNone("paused_until"),
                        columns.number("failures"),
                        columns.timeOrNone("down_since"),
                        columns.timeOrNone("next_probe_at"),
                        columns.number("probes"),
                        StoredJson.read(columns.text("sent"), TIMES),
                        columns.number("dead"),
                        columns.flag("dead_told")));
            }
            return rows;
        }
    }
}
