package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.RequestedRows;
import io.github.precheckwatcher.store.outbox.ExpireMessages;
import io.github.precheckwatcher.watch.WatchIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes away what is old: report, deliveries and history of ended watches; the identity stays as a tombstone while it
 * is still named. What somebody is still to be sent stays whole.
 */
final class ExpireWatches {
    private final int batch;

    /** @param batch how many watches one transaction takes, > 0 */
    ExpireWatches(int batch) {
        this.batch = batch;
    }

    /**
     * Takes one batch of ended watches away.
     *
     * @return whether there may be more
     */
    boolean expireEnded(Connection connection, Instant endedBefore, Set<WatchIdentity> stillNamed) throws SQLException {
        Map<String, WatchIdentity> old = old(connection, endedBefore);
        if (old.isEmpty()) {
            return false;
        }
        Map<String, String> watches = watchesByMessage(connection, old.keySet());
        ExpireMessages.awaited(connection, watches.keySet()).forEach(message -> old.remove(watches.get(message)));
        watches.values().retainAll(old.keySet());
        List<String> ids = List.copyOf(old.keySet());
        ExpireMessages.delete(connection, watches.keySet());
        deleteTraces(connection, ids);
        makeTombstones(
                connection,
                ids.stream().filter(id -> stillNamed.contains(old.get(id))).toList());
        delete(
                connection,
                ids.stream().filter(id -> !stillNamed.contains(old.get(id))).toList());
        return true;
    }

    /**
     * Takes those of one page of tombstones away that nobody names any more.
     *
     * @param after the id behind which the page begins
     * @return the page's last id; empty: it was the last page
     */
    Optional<String> expireTombstones(Connection connection, String after, Set<WatchIdentity> stillNamed)
            throws SQLException {
        Map<String, WatchIdentity> page = tombstones(connection, after);
        delete(
                connection,
                page.keySet().stream()
                        .filter(id -> !stillNamed.contains(page.get(id)))
                        .toList());
        String last = after;
        for (String id : page.keySet()) {
            last = id;
        }
        return page.size() < batch ? Optional.empty() : Optional.of(last);
    }

    /**
     * Takes one batch of the accounts' history away: entries without a watch, which nobody else takes.
     *
     * @return whether there may be more
     */
    boolean expireAccountHistory(Connection connection, Instant happenedBefore) throws SQLException {
        // in two statements: H2 asks a subselect on the table that it deletes from again after each row that it deletes
        String last = """
                select max(id) as id
                from (
                    select id from event
                    where watch_id is null and happened_at < ?
                    order by id
                    fetch first ? rows only) oldest""";
        long until;
        try (PreparedStatement statement = connection.prepareStatement(last)) {
            new Params(statement).time(happenedBefore).number(batch);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                until = result.getLong("id");
            }
        }
        return Params.update(
                        connection,
                        "delete from event where watch_id is null and happened_at < ? and id <= ?",
                        params -> params.time(happenedBefore).number(until))
                >= batch;
    }

    /** Found without locks and then locked by id, as in {@link ClaimWatches}, and why. */
    private Map<String, WatchIdentity> old(Connection connection, Instant endedBefore) throws SQLException {
        String sql = """
                select id from watch
                where state = 'ENDED' and ended_at < ?
                    and not exists (
                        select 1 from message join delivery on delivery.event_id = message.id
                        where message.watch_id = watch.id and delivery.state in ('PENDING', 'MUTED'))
                order by ended_at
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(endedBefore).number(batch);
            return lock(connection, Columns.ids(statement), endedBefore);
        }
    }

    private static Map<String, WatchIdentity> lock(Connection connection, List<String> candidates, Instant endedBefore)
            throws SQLException {
        String sql = "select id, " + WatchRows.IDENTITY_COLUMNS + """
                 from watch
                where id = any(?) and state = 'ENDED' and ended_at < ?
                for update skip locked""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(candidates).time(endedBefore);
            return identities(statement);
        }
    }

    private Map<String, WatchIdentity> tombstones(Connection connection, String after) throws SQLException {
        String sql = "select id, " + WatchRows.IDENTITY_COLUMNS + """
                 from watch
                where state = 'TOMBSTONE' and id > ?
                order by id
                fetch first ? rows only
                for update""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(after).number(batch);
            return identities(statement);
        }
    }

    private static Map<String, WatchIdentity> identities(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            Map<String, WatchIdentity> identities = new LinkedHashMap<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                identities.put(columns.text("id"), WatchRows.identity(columns));
            }
            return identities;
        }
    }

    /** Verdicts, history and progress; messages are deleted before. */
    static void deleteTraces(Connection connection, List<String> watchIds) throws SQLException {
        List<String> statements = List.of(
                "delete from verdict where watch_id = any(?)",
                "delete from event where watch_id = any(?)",
                "delete from progress where watch_id = any(?)");
        for (String sql : statements) {
            Params.updateRows(connection, sql, watchIds);
        }
    }

    /** The watches of the messages that there are about these. */
    static Map<String, String> watchesByMessage(Connection connection, Collection<String> watchIds)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select id, watch_id from message where watch_id = any(?)")) {
            new Params(statement).texts(watchIds);
            try (ResultSet result = statement.executeQuery()) {
                Map<String, String> watches = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    watches.put(columns.text("id"), columns.text("watch_id"));
                }
                return watches;
            }
        }
    }

    private void makeTombstones(Connection connection, List<String> ids) throws SQLException {
        Params.updateRows(connection, """
                update watch
                set state = 'TOMBSTONE', labels = '{}', notifiers = '[]', refused = null, seen_state = null,
                    seen_progress = null, seen_created_at = null, seen_updated_at = null, seen_request_id = null, seen_at = null,
                    source_type = null
                where id = any(?)""", ids);
        RequestedRows.remove(connection, ids); // a file names it
    }

    static void delete(Connection connection, List<String> ids) throws SQLException {
        Params.updateRows(connection, "delete from watch where id = any(?)", ids);
    }
}
