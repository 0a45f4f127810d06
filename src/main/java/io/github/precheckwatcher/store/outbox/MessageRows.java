package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes messages with their deliveries, and reads messages. */
public final class MessageRows {
    /** Of a message {@code m}. */
    static final String COLUMNS = "m.id as message_id, m.type, m.subject, m.outcome, m.occurred_at, m.event";

    private MessageRows() {}

    /** A message out of {@link #COLUMNS}. */
    static Message read(Columns columns) throws SQLException {
        return new Message(
                columns.text("message_id"),
                MessageType.valueOf(columns.text("type")),
                columns.text("subject"),
                MessageStatus.valueOf(columns.text("outcome")),
                columns.time("occurred_at"),
                columns.text("event"));
    }

    /** Writes deliveries, and before them their messages; a notifier that has an event already does not get it again. */
    public static void insert(Connection connection, List<NewDelivery> deliveries, Optional<String> watchId)
            throws SQLException {
        Map<String, Message> messages = new LinkedHashMap<>();
        deliveries.forEach(delivery -> messages.put(delivery.message().id(), delivery.message()));
        insertMessages(connection, messages.values(), watchId);
        insertDeliveries(connection, deliveries);
    }

    private static void insertMessages(Connection connection, Collection<Message> messages, Optional<String> watchId)
            throws SQLException {
        String sql = """
                insert into message (id, type, subject, outcome, occurred_at, watch_id, event)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Message message : messages) {
                params.text(message.id())
                        .text(message.type().name())
                        .text(message.subject())
                        .text(message.status().name())
                        .time(message.occurredAt())
                        .text(watchId)
                        .text(message.event())
                        .batch();
            }
            statement.executeBatch();
        }
    }

    private static void insertDeliveries(Connection connection, List<NewDelivery> deliveries) throws SQLException {
        String sql = """
                insert into delivery (
                    id, event_id, notifier, body, state, since, due_at, grouped, fencing, attempts)
                values (?, ?, ?, ?, 'PENDING', ?, ?, ?, 0, 0)
                on conflict do nothing""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (NewDelivery delivery : deliveries) {
                params.text(delivery.id())
                        .text(delivery.message().id())
                        .text(delivery.notifier())
                        .text(delivery.body())
                        .time(delivery.since())
                        .time(delivery.dueAt())
                        .text(delivery.group())
                        .batch();
            }
            statement.executeBatch();
        }
    }
}
