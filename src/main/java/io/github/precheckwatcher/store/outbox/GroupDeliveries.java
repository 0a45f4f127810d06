package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.outbox.PendingDelivery;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups waiting deliveries of one notifier into digests; its caller holds the notifier's row. */
final class GroupDeliveries {
    /** So many at most are looked at, and {@link ByteBudget#DIGEST}: those beyond are grouped with the next claims. */
    private static final int LOOK = 5_000;

    void group(Connection connection, String notifier, RulesUnderLock rules, Instant now) throws SQLException {
        for (List<PendingDelivery> group : rules.digestGroups(pending(connection, notifier), now)) {
            List<String> ids = group.stream().map(PendingDelivery::id).toList();
            Optional<NewDelivery> digest = rules.digest(notifier, messages(connection, ids), now);
            if (digest.isPresent()) {
                MessageRows.insert(connection, List.of(digest.get()), Optional.empty());
                join(connection, ids, digest.get().id());
            }
        }
    }

    /** What was ever claimed may have been sent, and is sent again as it was; a digest is not grouped into another. */
    private static List<PendingDelivery> pending(Connection connection, String notifier) throws SQLException {
        String sql = """
                select d.id, d.grouped, d.due_at, octet_length(m.event) as bytes
                from delivery d join message m on m.id = d.event_id
                where d.notifier = ? and d.state = 'PENDING' and not d.tried and d.digest_id is null
                    and m.type = 'VERDICT'
                order by d.since, d.id
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier).number(LOOK);
            try (ResultSet result = statement.executeQuery()) {
                List<PendingDelivery> pending = new ArrayList<>();
                Columns columns = new Columns(result);
                int room = ByteBudget.DIGEST;
                while (result.next()) {
                    room -= columns.number("bytes");
                    if (room < 0) {
                        break;
                    }
                    pending.add(
                            new PendingDelivery(columns.text("id"), columns.text("grouped"), columns.time("due_at")));
                }
                return pending;
            }
        }
    }

    private static List<Message> messages(Connection connection, List<String> deliveries) throws SQLException {
        String sql = "select " + MessageRows.COLUMNS + """
                 from delivery d join message m on m.id = d.event_id
                where d.id = any(?)
                order by d.since, d.id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(deliveries);
            return read(statement);
        }
    }

    /** How many deliveries a digest reports. */
    static int members(Connection connection, String digest) throws SQLException {
        String sql = "select count(*) as n from delivery where digest_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(digest);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).number("n");
            }
        }
    }

    /** What a digest reports and this notifier was never to be sent, neither alone nor by this digest; the oldest first. */
    static List<Message> missing(Connection connection, Delivery digest, String notifier) throws SQLException {
        String sql = "select " + MessageRows.COLUMNS + """
                 from delivery d join message m on m.id = d.event_id
                where d.digest_id = ? and not exists (
                    select 1 from delivery other where other.event_id in (d.event_id, ?) and other.notifier = ?)
                order by d.since, d.id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(digest.id()).text(digest.eventId()).text(notifier);
            return read(statement);
        }
    }

    /** Writes a digest with the deliveries that it reports. */
    static void insert(Connection connection, NewDelivery digest, List<NewDelivery> members) throws SQLException {
        MessageRows.insert(connection, List.of(digest), Optional.empty());
        MessageRows.insert(connection, members, Optional.empty());
        join(connection, members.stream().map(NewDelivery::id).toList(), digest.id());
    }

    private static List<Message> read(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            List<Message> messages = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                messages.add(MessageRows.read(columns));
            }
            return messages;
        }
    }

    private static void join(Connection connection, List<String> members, String digest) throws SQLException {
        String sql = "update delivery set digest_id = ? where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(digest).texts(members);
            statement.executeUpdate();
        }
    }
}
