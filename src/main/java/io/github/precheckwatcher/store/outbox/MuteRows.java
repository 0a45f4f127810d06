package io.github.precheckwatcher.store.outbox;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore.Entry;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Between a row of {@code mute} and the model. A mute's row changes when it ends, and no more than that. */
final class MuteRows {
    private static final TypeReference<List<String>> MATCHERS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, String>> WATCHES = new TypeReference<>() {};

    private static final String COLUMNS =
            "id, matchers, watches, created_at, until_at, requested_by, requested_from, reason, ended_at, ended_by,"
                    + " ended_from, end_reason";

    private static final String ENTRY =
            "select " + COLUMNS + ", (select count(*) from muted where muted.mute_id = mute.id) as verdicts from mute ";

    void insert(Connection connection, Mute mute) throws SQLException {
        String sql = """
                insert into mute (
                    id, matchers, watches, created_at, until_at, requested_by, requested_from, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?)""";
        Params.update(
                connection,
                sql,
                params -> params.text(mute.id())
                        .text(StoredJson.write(mute.matchers().stream()
                                .map(LabelMatcher::toString)
                                .toList()))
                        .text(StoredJson.write(mute.watches()))
                        .time(mute.createdAt())
                        .time(mute.until())
                        .text(mute.by().name())
                        .text(mute.by().address())
                        .text(mute.by().reason()));
    }

    /**
     * Writes the end of a mute that is alive; waits for those who hold its row.
     *
     * @param by empty: only if its time is over
     * @return whether that was done
     */
    boolean end(Connection connection, String id, Instant now, Optional<Requester> by) throws SQLException {
        String sql = """
                update mute set ended_at = ?, ended_by = ?, ended_from = ?, end_reason = ?
                where id = ? and ended_at is null and until_at <= ?""";
        return Params.update(
                        connection,
                        sql,
                        params -> params.time(now)
                                .text(by.map(Requester::name))
                                .text(by.map(Requester::address))
                                .text(by.flatMap(Requester::reason))
                                .text(id)
                                .time(by.isPresent() ? Instant.MAX : now))
                == 1;
    }

    Optional<Entry> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRY + "where id = ?")) {
            new Params(statement).text(id);
            return read(statement).stream().findFirst();
        }
    }

    List<Mute> mutes(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String sql = "select " + COLUMNS + " from mute where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids);
            try (ResultSet result = statement.executeQuery()) {
                List<Mute> mutes = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    mutes.add(mute(columns));
                }
                return mutes;
            }
        }
    }

    /** By keyset, the newest first. */
    List<Entry> list(Connection connection, boolean ended, Optional<PagePosition> after, int limit)
            throws SQLException {
        String sql = ENTRY + "where 1 = 1" + (ended ? "" : " and ended_at is null")
                + (after.isPresent() ? " and (created_at, id) < (?, ?)" : "")
                + " order by created_at desc, id desc fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            if (after.isPresent()) {
                params.time(after.get().occurredAt()).text(after.get().id());
            }
            params.number(limit);
            return read(statement);
        }
    }

    /** When each of those that are alive ends by itself, by their ids. */
    Map<String, Instant> alive(Connection connection) throws SQLException {
        String sql = "select id, until_at from mute where not done and ended_at is null";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Map<String, Instant> alive = new LinkedHashMap<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                alive.put(columns.text("id"), columns.time("until_at"));
            }
            return alive;
        }
    }

    List<String> open(Connection connection, Instant now) throws SQLException {
        String sql = "select id from mute where not done and (ended_at is not null or until_at <= ?) order by id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(now);
            return Columns.ids(statement);
        }
    }

    /** Those of these that are alive; none of them ends before this transaction does. */
    List<String> lockAlive(Connection connection, Collection<String> ids) throws SQLException {
        String sql = "select id from mute where id = any(?) and ended_at is null order by id for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids);
            return Columns.ids(statement);
        }
    }

    void done(Connection connection, String id) throws SQLException {
        Params.update(
                connection,
                "update mute set done = true where id = ? and ended_at is not null",
                params -> params.text(id));
    }

    private static List<Entry> read(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                entries.add(new Entry(mute(columns), columns.longNumber("verdicts")));
            }
            return entries;
        }
    }

    private static Mute mute(Columns columns) throws SQLException {
        Optional<Instant> endedAt = columns.timeOrNone("ended_at");
        Optional<Requester> endedBy = requester(columns, "ended_by", "ended_from", "end_reason");
        return new Mute(
                columns.text("id"),
                StoredJson.read(columns.text("matchers"), MATCHERS).stream()
                        .map(LabelMatcher::parse)
                        .toList(),
                StoredJson.read(columns.text("watches"), WATCHES),
                columns.time("created_at"),
                columns.time("until_at"),
                requester(columns, "requested_by", "requested_from", "reason").orElseThrow(),
                endedAt.map(at -> new Mute.End(at, endedBy)));
    }

    private static Optional<Requester> requester(Columns columns, String name, String address, String reason)
            throws SQLException {
        Optional<String> by = columns.textOrNone(name);
        Optional<String> from = columns.textOrNone(address);
        Optional<String> why = columns.textOrNone(reason);
        return by.map(who -> new Requester(who, from.orElse(""), why));
    }
}
