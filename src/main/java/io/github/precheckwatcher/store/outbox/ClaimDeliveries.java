package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.outbox.DeliveryClaimLimit;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox.Claim;
import io.github.precheckwatcher.notify.outbox.Outbox.Claimed;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.store.database.ActTime;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes due deliveries of one notifier for the length of a lease, gives them back, and says when the next is due.
 * A claimer holds the notifier's row; candidates are locked as in {@code ClaimWatches}, and why.
 */
final class ClaimDeliveries {
    private final NotifierRows notifiers;
    private final GroupDeliveries groupDeliveries = new GroupDeliveries();

    ClaimDeliveries(NotifierRows notifiers) {
        this.notifiers = notifiers;
    }

    Claimed claim(Connection connection, String notifier, RulesUnderLock rules, Claim claim, ActTime time)
            throws SQLException {
        NotifierRow row = notifiers.lock(connection, notifier);
        Instant now = time.now();
        DeliveryClaimLimit claimLimit = rules.admit(row, now, claim.limit());
        if (claimLimit.rows() <= 0) {
            return new Claimed(List.of(), claimLimit.takesNew());
        }
        if (claim.grouping() && claimLimit.overdue().isEmpty()) {
            groupDeliveries.group(connection, notifier, rules, now);
        }
        List<Delivery> due = due(connection, notifier, now, claimLimit);
        lease(connection, due, now.plus(claim.lease()));
        NotifierRow taken = rules.taken(claimLimit, due, now);
        if (!taken.equals(row)) {
            notifiers.write(connection, taken);
        }
        return new Claimed(due, claimLimit.takesNew());
    }

    private List<Delivery> due(Connection connection, String notifier, Instant now, DeliveryClaimLimit claimLimit)
            throws SQLException {
        if (claimLimit.probe()) {
            // a message that the receiver refuses for its own sake must not keep others from showing that it has
            // recovered
            List<Delivery> untried = due(connection, notifier, now, claimLimit, "and not tried");
            if (!untried.isEmpty()) {
                return untried;
            }
        }
        return due(connection, notifier, now, claimLimit, "");
    }

    private List<Delivery> due(
            Connection connection, String notifier, Instant now, DeliveryClaimLimit claimLimit, String condition)
            throws SQLException {
        String sql = """
                select id, case when body = '' then (
                        select octet_length(m.event) from message m where m.id = event_id)
                    else octet_length(body) end as bytes
                from delivery
                where notifier = ? and state = 'PENDING' and due_at <= ? and digest_id is null and since <= ? %s
                order by notifier, state, due_at
                fetch first ? rows only""".formatted(condition);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .text(notifier)
                    .time(now)
                    .time(claimLimit.overdue().orElse(Instant.MAX))
                    .number(claimLimit.rows());
            return lock(connection, thatFit(statement), now);
        }
    }

    /** The first, and those behind it that there is room for. A body that is not written yet will be about its event. */
    private static List<String> thatFit(PreparedStatement query) throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            List<String> ids = new ArrayList<>();
            Columns columns = new Columns(result);
            int room = ByteBudget.DELIVERY_BATCH;
            while (result.next()) {
                room -= columns.number("bytes");
                if (room < 0 && !ids.isEmpty()) {
                    break;
                }
                ids.add(columns.text("id"));
            }
            return ids;
        }
    }

    private List<Delivery> lock(Connection connection, List<String> candidates, Instant now) throws SQLException {
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<String> locked = lockRows(connection, candidates, now);
        String sql = "select d.id, d.notifier, d.body, d.since, d.attempts, d.fencing, d.progress, "
                + MessageRows.COLUMNS + """
                 from delivery d join message m on m.id = d.event_id
                where d.id = any(?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(locked);
            try (ResultSet result = statement.executeQuery()) {
                Map<String, Delivery> read = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    Delivery delivery = claimed(columns);
                    read.put(delivery.id(), delivery);
                }
                return candidates.stream()
                        .map(read::get)
                        .filter(Objects::nonNull)
                        .toList();
            }
        }
    }

    private static List<String> lockRows(Connection connection, List<String> candidates, Instant now)
            throws SQLException {
        String sql = """
                select id from delivery
                where id = any(?) and state = 'PENDING' and due_at <= ? and digest_id is null
                for update skip locked""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(candidates).time(now);
            return Columns.ids(statement);
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
                columns.longNumber("fencing") + 1,
                columns.textOrNone("progress"));
    }

    private void lease(Connection connection, List<Delivery> deliveries, Instant until) throws SQLException {
        if (deliveries.isEmpty()) {
            return;
        }
        String sql =
                "update delivery set due_at = ?, fencing = fencing + 1, tried = true, leased = true where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .time(until)
                    .texts(deliveries.stream().map(Delivery::id).toList());
            statement.executeUpdate();
        }
    }

    /** Writes the body that a claimed delivery lacks; whether the claim still stands. */
    boolean write(Connection connection, Delivery delivery, String body, RulesUnderLock rules, Instant now)
            throws SQLException {
        NotifierRow row = notifiers.lock(connection, delivery.notifier());
        String sql = "update delivery set body = ? where id = ? and fencing = ? and state = 'PENDING'";
        if (Params.update(connection, sql, p -> p.text(body).text(delivery.id()).number(delivery.fencing())) == 0) {
            return false;
        }
        NotifierRow written = rules.written(row, body, now);
        if (!written.equals(row)) {
            notifiers.write(connection, written);
        }
        return true;
    }

    /** A further write-back by the same claim is stale: the fencing token goes up here too. */
    void release(Connection connection, List<Delivery> deliveries, Instant now) throws SQLException {
        String sql = """
                update delivery
                set due_at = ?, fencing = fencing + 1, leased = false
                where id = ? and fencing = ? and state = 'PENDING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Delivery delivery : deliveries) {
                params.time(now).text(delivery.id()).number(delivery.fencing()).batch();
            }
            statement.executeBatch();
        }
    }

    /**
     * What waits for a later try is due at once; what is under way stays under its lease.
     *
     * @param triedSince what was answered before that stays as it is
     */
    void retryNow(Connection connection, String notifier, Instant triedSince, Instant now) throws SQLException {
        String sql = """
                update delivery set due_at = ?
                where notifier = ? and state = 'PENDING' and due_at > ? and tried and not leased and digest_id is null
                    and (last_status is null or exists (
                        select 1 from attempt where attempt.delivery_id = delivery.id and attempt.ended_at >= ?))""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(now).text(notifier).time(now).time(triedSince);
            statement.executeUpdate();
        }
    }

    Optional<Instant> nextDue(Connection connection, Collection<String> notifiers) throws SQLException {
        String sql = """
                select due_at from delivery
                where notifier = ? and state = 'PENDING' and digest_id is null
                order by notifier, state, due_at
                fetch first 1 row only""";
        Optional<Instant> next = Optional.empty();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String notifier : notifiers) {
                new Params(statement).text(notifier);
                try (ResultSet result = statement.executeQuery()) {
                    if (result.next()) {
                        Instant at = new Columns(result).time("due_at");
                        next = next.filter(at::isAfter).or(() -> Optional.of(at));
                    }
                }
            }
        }
        return next;
    }
}
