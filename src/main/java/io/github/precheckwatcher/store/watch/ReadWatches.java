package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchStore.Ended;
import io.github.precheckwatcher.watch.WatchStore.Running;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says how many watches there are and how they ended; changes nothing. */
final class ReadWatches {
    long watching(Connection connection, String account) throws SQLException {
        return count(connection, "select count(*) as n from watch where account = ? and state = 'WATCHING'", account);
    }

    long refused(Connection connection, String account) throws SQLException {
        String sql = """
                select count(*) as n from watch
                where account = ? and state = 'WATCHING' and refused is not null""";
        return count(connection, sql, account);
    }

    Map<String, Running> running(Connection connection) throws SQLException {
        String sql = """
                select account, count(*) as n, count(refused) as refused
                from watch
                where state = 'WATCHING'
                group by account""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Map<String, Running> running = new TreeMap<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                running.put(
                        columns.text("account"), new Running(columns.longNumber("n"), columns.longNumber("refused")));
            }
            return running;
        }
    }

    /**
     * Whether no watch was polled well yet: there is none, or those that there are come from a first start that goes on, or
     * was interrupted, since each loses its mark at the first good poll.
     */
    boolean isFirstStart(Connection connection) throws SQLException {
        String sql = "select id from watch where not first_start fetch first 1 row only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return Columns.ids(statement).isEmpty();
        }
    }

    private static long count(Connection connection, String sql, String account) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).longNumber("n");
            }
        }
    }

    /** Tombstones are not counted: only their identity is kept. */
    Map<String, Long> byState(Connection connection) throws SQLException {
        String sql = "select state, count(*) as n from watch where state <> 'TOMBSTONE' group by state";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Map<String, Long> counts = new TreeMap<>(Map.of(WatchRows.WATCHING, 0L, WatchRows.ENDED, 0L));
            Columns columns = new Columns(result);
            while (result.next()) {
                counts.put(columns.text("state"), columns.longNumber("n"));
            }
            return counts;
        }
    }

    Map<WatchIdentity, Ended> ended(Connection connection, Collection<WatchIdentity> identities) throws SQLException {
        String sql = """
                select w.task_id, w.instance_uuid, w.uni_region_id, w.account, w.name, v.outcome, v.summary, v.polls
                from watch w join verdict v on v.watch_id = w.id and v.round = w.round
                where w.task_id = any(?) and w.state = 'ENDED'""";
        Set<String> taskIds = identities.stream().map(i -> i.ref().taskId()).collect(Collectors.toSet());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(taskIds);
            try (ResultSet result = statement.executeQuery()) {
                Map<WatchIdentity, Ended> found = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    WatchIdentity identity = WatchRows.identity(columns);
                    found.put(
                            identity,
                            new Ended(
                                    identity,
                                    columns.text("name"),
                                    Outcome.valueOf(columns.text("outcome")),
                                    columns.text("summary"),
                                    columns.number("polls")));
                }
                return found;
            }
        }
    }
}
