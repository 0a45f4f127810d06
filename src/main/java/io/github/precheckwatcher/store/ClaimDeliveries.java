package io.github.precheckwatcher.store;

import io.github.precheckwatcher.notify.Delivery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes due deliveries of one notifier for the length of a lease, gives them back, and says when the next is due.
 * A claimer holds the notifier's row; candidates are locked as in {@link ClaimWatches}, and why.
 */
final class ClaimDeliveries {
    private final NotifierRows notifiers;

    ClaimDeliveries(NotifierRows notifiers) {
        this.notifiers = notifiers;
    }

    List<Delivery> claim(Connection connection, String notifier, ActTime time, Duration lease, int limit)
            throws SQLException {
        Optional<Instant> pausedUntil = notifiers.lock(connection, notifier);
        Instant now = time.now();
        boolean paused = pausedUntil.filter(now::isBefore).isPresent();
        List<Delivery> due = paused ? List.of() : due(connection, notifier, now, limit);
        lease(connection, due, now.plus(lease));
        return due;
    }

    private List<Delivery> due(Connection connection, String notifier, Instant now, int limit) throws SQLException {
        String sql = """
                select id from delivery
                where notifier = ? and state = 'PENDING' and due_at <= ?
                order by notifier, state, due_at
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier).time(now).number(limit);
            return lock(connection, Columns.ids(statement), now);
        }
    }

    private List<Delivery> lock(Connection connection, List<String> candidates, Instant now) throws SQLException {
        if (candidates.isEmpty()) {
            return List.of();
        }
        String sql = """
                select d.id, d.notifier, d.body, d.since, d.attempts, d.fencing,
                    m.id as message_id, m.type, m.subject, m.outcome, m.occurred_at, m.event
                from delivery d join message m on m.id = d.event_id
                where d.id = any(?) and d.state = 'PENDING' and d.due_at <= ? and d.digest_id is null
                for update of d skip locked""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(candidates).time(now);
            try (ResultSet result = statement.executeQuery()) {
                Map<String, Delivery> locked = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    Delivery delivery = claimed(columns);
                    locked.put(delivery.id(), delivery);
                }
                return candidates.stream()
                        .map(locked::get)
                        .filter(Objects::nonNull)
                        .toList();
            }
        }
    }

    /** The delivery as the claim that is about to be made will have it: with the next fencing token. */
    private static Delivery claimed(Columns columns) throws SQLException {
        return new Delivery(
                columns.text("id"),
                MessageRows.read(columns),
                columns.text("notifier"),
                columns.text("body"),
                columns.time("since"),
                columns.number("attempts"),
                columns.longNumber("fencing") + 1);
    }

    private void lease(Connection connection, List<Delivery> deliveries, Instant until) throws SQLException {
        if (deliveries.isEmpty()) {
            return;
        }
        String sql = "update delivery set due_at = ?, fencing = fencing + 1 where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .time(until)
                    .texts(deliveries.stream().map(Delivery::id).toList());
            statement.executeUpdate();
        }
    }

    /** A further write-back by the same claim is stale: the fencing token goes up here too. */
    void release(Connection connection, List<Delivery> deliveries, Instant now) throws SQLException {
        String sql = """
                update delivery
                set due_at = ?, fencing = fencing + 1
                where id = ? and fencing = ? and state = 'PENDING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Delivery delivery : deliveries) {
                params.time(now).text(delivery.id()).number(delivery.fencing()).batch();
            }
            statement.executeBatch();
        }
    }

    Optional<Instant> nextDue(Connection connection, Collection<String> notifiers) throws SQLException {
        String sql = """
                select greatest(d.due_at, coalesce(n.paused_until, d.due_at)) as next_at
                from delivery d left join notifier n on n.name = d.notifier
                where d.notifier = ? and d.state = 'PENDING'
                order by d.notifier, d.state, d.due_at
                fetch first 1 row only""";
        Optional<Instant> next = Optional.empty();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String notifier : notifiers) {
                new Params(statement).text(notifier);
                try (ResultSet result = statement.executeQuery()) {
                    if (result.next()) {
                        Instant at = new Columns(result).time("next_at");
                        next = next.filter(at::isAfter).or(() -> Optional.of(at));
                    }
                }
            }
        }
        return next;
    }
}
