package io.github.precheckwatcher.store.outbox;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.outbox.FoundRate;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One row a notifier, shared by all nodes: the lock of its claims and write-backs, and how it stands. */
final class NotifierRows {
    private static final TypeReference<List<Instant>> TIMES = new TypeReference<>() {};
    private static final TypeReference<FoundRate> PACE = new TypeReference<>() {};
    private static final String COLUMNS =
            "name, paused_until, failures, failing_since, down_since, next_probe_at, probes, sent, dead, dead_told,"
                    + " pauses, pace";

    /** Keeps the notifier's row locked until the transaction ends; makes it when it is not there. */
    NotifierRow lock(Connection connection, String notifier) throws SQLException {
        Optional<NotifierRow> row = find(connection, notifier);
        if (row.isEmpty()) {
            insertMissing(connection, notifier);
            row = find(connection, notifier);
        }
        return row.orElseThrow();
    }

    void write(Connection connection, NotifierRow row) throws SQLException {
        String sql = """
                update notifier
                set paused_until = ?, failures = ?, failing_since = ?, down_since = ?, next_probe_at = ?, probes = ?,
                    sent = ?, dead = ?, dead_told = ?, pauses = ?, pace = ?
                where name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .time(row.pausedUntil())
                    .number(row.failures())
                    .time(row.failingSince())
                    .time(row.downSince())
                    .time(row.nextProbeAt())
                    .number(row.probes())
                    .text(StoredJson.write(row.sent()))
                    .number(row.dead())
                    .flag(row.deadReported())
                    .number(row.pauses())
                    .text(row.rate().map(StoredJson::write))
                    .text(row.name());
            statement.executeUpdate();
        }
    }

    /** All rows, by name. */
    List<NotifierRow> all(Connection connection) throws SQLException {
        String sql = "select " + COLUMNS + " from notifier order by name";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return read(statement);
        }
    }

    private static Optional<NotifierRow> find(Connection connection, String notifier) throws SQLException {
        String sql = "select " + COLUMNS + " from notifier where name = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier);
            return read(statement).stream().findFirst();
        }
    }

    private static List<NotifierRow> read(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            List<NotifierRow> rows = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                rows.add(new NotifierRow(
                        columns.text("name"),
                        columns.timeOrNone("paused_until"),
                        columns.number("failures"),
                        columns.timeOrNone("failing_since"),
                        columns.timeOrNone("down_since"),
                        columns.timeOrNone("next_probe_at"),
                        columns.number("probes"),
                        StoredJson.read(columns.text("sent"), TIMES),
                        columns.number("dead"),
                        columns.flag("dead_told"),
                        columns.number("pauses"),
                        columns.textOrNone("pace").map(rate -> StoredJson.read(rate, PACE))));
            }
            return rows;
        }
    }

    private static void insertMissing(Connection connection, String notifier) throws SQLException {
        String sql = "insert into notifier (name) values (?) on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier);
            statement.executeUpdate();
        }
    }
}
