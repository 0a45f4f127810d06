package io.github.precheckwatcher.store.outbox;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One row a notifier and instance. Candidates are locked as in {@code ClaimWatches}, and why. */
final class AlertRows {
    private static final TypeReference<List<Alert.Former>> FORMER = new TypeReference<>() {};
    private static final String COLUMNS = """
            id, notifier, account, uni_region_id, instance_uuid, state, message_id, verdict_at, body, starts_at,
            ends_at, until_at, due_at, acknowledged, former
            """;

    /** Keeps the row locked until the transaction ends. */
    Optional<Alert> lock(Connection connection, AlertKey key) throws SQLException {
        String sql = "select " + COLUMNS + " from alert where id = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(key.id());
            return alerts(statement).stream().findFirst();
        }
    }

    /** False: somebody else has just made it. */
    boolean insert(Connection connection, Alert alert) throws SQLException {
        String sql = """
                insert into alert (
                    id, notifier, account, uni_region_id, instance_uuid, state, message_id, verdict_at, body, starts_at,
                    ends_at, until_at, due_at, acknowledged, former)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            AlertKey key = alert.key();
            Params params = new Params(statement)
                    .text(key.id())
                    .text(key.notifier())
                    .text(key.account())
                    .text(key.region())
                    .text(key.instance());
            content(params, alert);
            return statement.executeUpdate() == 1;
        }
    }

    void update(Connection connection, List<Alert> alerts) throws SQLException {
        if (alerts.isEmpty()) {
            return;
        }
        String sql = """
                update alert
                set state = ?, message_id = ?, verdict_at = ?, body = ?, starts_at = ?, ends_at = ?, until_at = ?,
                    due_at = ?, acknowledged = ?, former = ?
                where id = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Alert alert : alerts) {
                content(params, alert);
                params.text(alert.key().id()).batch();
            }
            statement.executeBatch();
        }
    }

    private static void content(Params params, Alert alert) throws SQLException {
        params.text(alert.state().name())
                .text(alert.messageId())
                .time(alert.verdictAt())
                .text(alert.body())
                .time(alert.startsAt())
                .time(alert.endsAt())
                .time(alert.untilAt())
                .time(alert.dueAt())
                .flag(alert.acknowledged())
                .text(StoredJson.write(alert.former()));
    }

    /** Locks what is due and nobody else holds. */
    List<Alert> due(Connection connection, String notifier, Instant now, int limit) throws SQLException {
        String sql = """
                select id from alert
                where notifier = ? and due_at <= ?
                order by notifier, due_at
                fetch first ? rows only""";
        List<String> candidates;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier).time(now).number(limit);
            candidates = Columns.ids(statement);
        }
        return candidates.isEmpty() ? List.of() : lock(connection, candidates, now);
    }

    private static List<Alert> lock(Connection connection, List<String> candidates, Instant now) throws SQLException {
        String sql = "select " + COLUMNS + " from alert where id = any(?) and due_at <= ? for update skip locked";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(candidates).time(now);
            return alerts(statement).stream()
                    .sorted(Comparator.comparing(alert -> alert.dueAt().orElseThrow()))
                    .toList();
        }
    }

    List<Alert> find(Connection connection, Collection<AlertKey> keys) throws SQLException {
        String sql = "select " + COLUMNS + " from alert where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(keys.stream().map(AlertKey::id).toList());
            return alerts(statement);
        }
    }

    List<Alert> firing(Connection connection, Optional<PagePosition> after, int limit) throws SQLException {
        String sql = "select " + COLUMNS + " from alert where state = 'FIRING'"
                + (after.isPresent() ? " and (starts_at > ? or starts_at = ? and id > ?)" : "")
                + " order by starts_at, id fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            if (after.isPresent()) {
                params.time(after.get().occurredAt())
                        .time(after.get().occurredAt())
                        .text(after.get().id());
            }
            params.number(limit);
            return alerts(statement);
        }
    }

    /** Due at once, as ended, for one last sending. An end before the start would be refused there. */
    int acknowledge(Connection connection, String account, String region, String instance, Instant now)
            throws SQLException {
        String sql = """
                update alert
                set state = 'RESOLVED', ends_at = greatest(starts_at, ?), until_at = ?, due_at = ?, acknowledged = true
                where account = ? and uni_region_id = ? and instance_uuid = ? and state = 'FIRING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .time(now)
                    .time(now)
                    .time(now)
                    .text(account)
                    .text(region)
                    .text(instance);
            return statement.executeUpdate();
        }
    }

    int forget(Connection connection, Instant endedBefore) throws SQLException {
        String sql = """
                delete from alert
                where until_at < ? and not exists (select 1 from message where message.id = alert.message_id)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(endedBefore);
            return statement.executeUpdate();
        }
    }

    private static List<Alert> alerts(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            List<Alert> alerts = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                alerts.add(alert(columns));
            }
            return alerts;
        }
    }

    private static Alert alert(Columns columns) throws SQLException {
        return new Alert(
                new AlertKey(
                        columns.text("notifier"),
                        columns.text("account"),
                        columns.text("uni_region_id"),
                        columns.text("instance_uuid")),
                Alert.State.valueOf(columns.text("state")),
                columns.text("message_id"),
                columns.time("verdict_at"),
                columns.text("body"),
                columns.time("starts_at"),
                columns.timeOrNone("ends_at"),
                columns.time("until_at"),
                columns.timeOrNone("due_at"),
                columns.flag("acknowledged"),
                StoredJson.read(columns.text("former"), FORMER));
    }
}
