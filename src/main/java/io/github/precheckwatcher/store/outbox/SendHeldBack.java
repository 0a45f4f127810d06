package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore.Form;
import io.github.precheckwatcher.notify.mute.MuteStore.HeldBack;
import io.github.precheckwatcher.notify.mute.MuteStore.Rules;
import io.github.precheckwatcher.notify.outbox.DigestGrouping;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Sends on what a mute held back that has ended, one notifier after the other. */
final class SendHeldBack {
    /** Deliveries {@code d} of the mute's verdicts that wait for no other mute; its id is the parameter. */
    private static final String WAITING = """
             from muted x join delivery d on d.event_id = x.verdict_id
            where x.mute_id = ? and d.state = 'MUTED'
                and not exists (
                    select 1 from muted y join mute other on other.id = y.mute_id
                    where y.verdict_id = x.verdict_id and other.ended_at is null)""";

    private static final String OVERTAKEN =
            "not sent: of the verdicts of this instance that a mute held back a later one stands for it";

    private final Instant now;
    private final Rules rules;

    /** @param now when it is due from, and {@code max-age} runs from */
    SendHeldBack(Instant now, Rules rules) {
        this.now = now;
        this.rules = rules;
    }

    /** The notifiers for whom something waits. */
    static List<String> notifiers(Connection connection, String mute) throws SQLException {
        String sql = "select distinct d.notifier as id" + WAITING + " order by 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(mute);
            return Columns.ids(statement);
        }
    }

    /** A delivery that waits, and which instance it is about. */
    private record Waiting(
            String id, String eventId, MessageStatus status, Instant occurredAt, int bytes, List<String> instance) {
        static final Comparator<Waiting> WRITTEN =
                Comparator.comparing(Waiting::occurredAt).thenComparing(Waiting::eventId);

        static final Comparator<Waiting> MOST_SEVERE_FIRST = Comparator.comparing(
                        Waiting::status, MessageStatus.MOST_SEVERE_FIRST)
                .thenComparing(WRITTEN);
    }

    /** @return how many deliveries wait no more */
    int send(Connection connection, Mute mute, String notifier) throws SQLException {
        List<Waiting> waiting = waiting(connection, mute.id(), notifier);
        if (waiting.isEmpty()) {
            return 0;
        }
        Form form = waiting.size() == 1 ? Form.EACH : rules.form(notifier);
        switch (form) {
            case ONE -> one(connection, mute, notifier, waiting);
            case LAST -> last(connection, waiting);
            case EACH -> due(connection, ids(waiting), Optional.empty());
        }
        return waiting.size();
    }

    private void one(Connection connection, Mute mute, String notifier, List<Waiting> waiting) throws SQLException {
        Map<MessageStatus, Integer> counts =
                waiting.stream().collect(Collectors.toMap(Waiting::status, one -> 1, Integer::sum, TreeMap::new));
        Optional<NewDelivery> whole =
                rules.one(notifier, new HeldBack(mute, messages(connection, listed(waiting)), counts), now);
        if (whole.isPresent()) {
            MessageRows.insert(connection, List.of(whole.get()), Optional.empty());
        }
        due(connection, ids(waiting), whole.map(NewDelivery::id));
    }

    /** The most severe ones that there is room for. */
    private static List<Waiting> listed(List<Waiting> waiting) {
        List<Waiting> listed = new ArrayList<>();
        int room = ByteBudget.DIGEST;
        for (Waiting one : waiting.stream().sorted(Waiting.MOST_SEVERE_FIRST).toList()) {
            room -= one.bytes();
            if (room < 0 && !listed.isEmpty() || listed.size() == DigestGrouping.MEMBERS) {
                break;
            }
            listed.add(one);
        }
        return listed;
    }

    private void last(Connection connection, List<Waiting> waiting) throws SQLException {
        Set<Waiting> last = new HashSet<>(waiting.stream()
                .collect(Collectors.toMap(Waiting::instance, one -> one, BinaryOperator.maxBy(Waiting.WRITTEN)))
                .values());
        due(connection, ids(last), Optional.empty());
        List<Waiting> overtaken =
                waiting.stream().filter(one -> !last.contains(one)).toList();
        String sql = """
                update delivery
                set state = 'DELIVERED', ended_at = ?, last_error = ?, fencing = fencing + 1
                where id = any(?) and state = 'MUTED'""";
        Params.update(
                connection, sql, params -> params.time(now).text(OVERTAKEN).texts(ids(overtaken)));
    }

    private void due(Connection connection, Collection<String> ids, Optional<String> digest) throws SQLException {
        String sql = """
                update delivery set state = 'PENDING', since = ?, due_at = ?, digest_id = ?
                where id = any(?) and state = 'MUTED'""";
        Params.update(
                connection,
                sql,
                params -> params.time(now).time(now).text(digest).texts(ids));
    }

    private static List<String> ids(Collection<Waiting> waiting) {
        return waiting.stream().map(Waiting::id).toList();
    }

    /** Locked: of two mutes that end at a time one sends them on. */
    private static List<Waiting> waiting(Connection connection, String mute, String notifier) throws SQLException {
        List<String> locked = lock(connection, candidates(connection, mute, notifier));
        String sql = """
                select d.id, d.event_id, m.outcome, m.occurred_at, octet_length(m.event) as bytes, w.account,
                    w.uni_region_id, w.instance_uuid
                from delivery d join message m on m.id = d.event_id join watch w on w.id = m.watch_id
                where d.id = any(?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(locked);
            try (ResultSet result = statement.executeQuery()) {
                List<Waiting> waiting = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    waiting.add(new Waiting(
                            columns.text("id"),
                            columns.text("event_id"),
                            MessageStatus.valueOf(columns.text("outcome")),
                            columns.time("occurred_at"),
                            columns.number("bytes"),
                            List.of(
                                    columns.text("account"),
                                    columns.text("uni_region_id"),
                                    columns.text("instance_uuid"))));
                }
                return waiting;
            }
        }
    }

    private static List<String> candidates(Connection connection, String mute, String notifier) throws SQLException {
        String sql = "select d.id" + WAITING + " and d.notifier = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(mute).text(notifier);
            return Columns.ids(statement);
        }
    }

    private static List<String> lock(Connection connection, List<String> candidates) throws SQLException {
        String sql = "select id from delivery where id = any(?) and state = 'MUTED' order by id for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(candidates);
            return Columns.ids(statement);
        }
    }

    private static List<Message> messages(Connection connection, List<Waiting> listed) throws SQLException {
        String sql = "select " + MessageRows.COLUMNS + " from message m where m.id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(listed.stream().map(Waiting::eventId).toList());
            try (ResultSet result = statement.executeQuery()) {
                Map<String, Message> messages = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    messages.put(columns.text("message_id"), MessageRows.read(columns));
                }
                return listed.stream().map(one -> messages.get(one.eventId())).toList();
            }
        }
    }
}
