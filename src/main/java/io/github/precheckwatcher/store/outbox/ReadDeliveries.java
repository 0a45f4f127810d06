package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Attempt;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Entry;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Whole;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
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
import java.util.OptionalInt;

/** Lists deliveries and shows one whole; changes nothing. */
final class ReadDeliveries {
    private static final String ENTRY = """
            select d.id, d.notifier, d.state, d.attempts, d.due_at, d.ended_at, d.last_status, d.last_error, d.digest_id,
                m.id as message_id, m.type, m.subject, m.outcome, m.occurred_at,
                case when d.state = 'MUTED' then (
                    select max(mute.until_at) from muted join mute on mute.id = muted.mute_id
                    where muted.verdict_id = m.id and mute.ended_at is null) end as muted_until""";

    /** By keyset: a page costs the same however deep it lies, and one that is deleted or added shifts nothing. */
    List<Entry> list(Connection connection, Filter filter, Optional<PagePosition> after, int limit)
            throws SQLException {
        DeliveryCondition condition = new DeliveryCondition(filter);
        String sql = ENTRY + " from " + DeliveryCondition.ROWS + " where 1 = 1" + condition.sql()
                + (after.isPresent() ? " and (m.occurred_at, d.id) < (?, ?)" : "")
                + " order by m.occurred_at desc, d.id desc fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = condition.bind(new Params(statement));
            if (after.isPresent()) {
                params.time(after.get().occurredAt()).text(after.get().id());
            }
            params.number(limit);
            return entries(statement);
        }
    }

    List<Entry> ofWatch(Connection connection, String watchId, int limit) throws SQLException {
        String sql = ENTRY + " from " + DeliveryCondition.ROWS
                + " where m.watch_id = ? order by m.occurred_at desc, d.id desc fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(watchId).number(limit);
            return entries(statement);
        }
    }

    private static List<Entry> entries(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                entries.add(entry(columns));
            }
            return entries;
        }
    }

    Optional<Whole> find(Connection connection, String id) throws SQLException {
        String sql = ENTRY + ", m.event, d.body from " + DeliveryCondition.ROWS + " where d.id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(id);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                Columns columns = new Columns(result);
                return Optional.of(new Whole(
                        entry(columns), MessageRows.read(columns), columns.text("body"), attempts(connection, id)));
            }
        }
    }

    private List<Attempt> attempts(Connection connection, String id) throws SQLException {
        String sql = "select ended_at, counted, state, status, error from attempt where delivery_id = ? order by id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(id);
            try (ResultSet result = statement.executeQuery()) {
                List<Attempt> attempts = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    attempts.add(new Attempt(
                            columns.time("ended_at"),
                            columns.flag("counted"),
                            State.valueOf(columns.text("state")),
                            optional(columns.numberOrNone("status")),
                            columns.textOrNone("error")));
                }
                return attempts;
            }
        }
    }

    /** A member of a digest has no time of its own. */
    private static Entry entry(Columns columns) throws SQLException {
        State state = State.valueOf(columns.text("state"));
        Optional<String> digest = columns.textOrNone("digest_id");
        Optional<Instant> nextAt = state == State.PENDING && digest.isEmpty()
                ? columns.timeOrNone("due_at")
                : columns.timeOrNone("muted_until");
        return new Entry(
                columns.text("id"),
                columns.text("message_id"),
                MessageType.valueOf(columns.text("type")),
                columns.text("subject"),
                MessageStatus.valueOf(columns.text("outcome")),
                columns.text("notifier"),
                state,
                columns.number("attempts"),
                columns.time("occurred_at"),
                nextAt,
                columns.timeOrNone("ended_at"),
                optional(columns.numberOrNone("last_status")),
                columns.textOrNone("last_error"),
                digest);
    }

    private static Optional<Integer> optional(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }
}
