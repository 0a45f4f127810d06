package io.github.precheckwatcher.store.account;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.WatchStore.ProbeAsked;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Has a gated account probed at once, because somebody asked for it. */
public final class AskProbes {
    private final AccountRows rows;

    public AskProbes(AccountRows rows) {
        this.rows = rows;
    }

    /** See {@link io.github.precheckwatcher.watch.WatchStore#askProbe}. */
    public Optional<ProbeAsked> ask(Connection connection, String account, Requester by, Instant now)
            throws SQLException {
        Optional<AccountRow> stored = rows.lockIfThere(connection, account);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        AccountRow row = stored.get();
        long watches = watching(connection, account);
        if (!row.gated() || watches == 0) {
            return Optional.of(new ProbeAsked(row, watches, false));
        }
        AccountRow due = AccountCircuit.probeNow(row, now);
        rows.update(connection, due);
        bringForward(connection, account, now);
        History.append(
                connection,
                List.of(new History.Entry(
                        now,
                        History.Kind.PROBED,
                        Optional.empty(),
                        Optional.of(account),
                        Optional.of("was " + row.state()),
                        Optional.of(by))));
        return Optional.of(new ProbeAsked(due, watches, true));
    }

    private static long watching(Connection connection, String account) throws SQLException {
        String sql = "select count(*) as n from watch where account = ? and state = 'WATCHING'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).longNumber("n");
            }
        }
    }

    /** Where no watch is due, there is nothing that the probe could ask about: the one that says most is due now. */
    private static void bringForward(Connection connection, String account, Instant now) throws SQLException {
        if (!due(connection, account, now)) {
            for (String id : next(connection, account, now)) {
                Params.update(
                        connection,
                        "update watch set due_at = ? where id = ? and claimed_due_at is null",
                        params -> params.time(now).text(id));
            }
        }
    }

    private static boolean due(Connection connection, String account, Instant now) throws SQLException {
        String sql = """
                select id from watch
                where account = ? and state = 'WATCHING' and due_at <= ?
                order by account, state, due_at
                fetch first 1 row only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(now);
            return !Columns.ids(statement).isEmpty();
        }
    }

    /** As a claim chooses for a probe; not one that is being polled. */
    private static List<String> next(Connection connection, String account, Instant now) throws SQLException {
        String sql = """
                select id from watch
                where account = ? and state = 'WATCHING' and claimed_due_at is null
                order by case when refused is null then 0 else 1 end, case when deadline_at > ? then 0 else 1 end, due_at
                fetch first 1 row only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(now);
            return Columns.ids(statement);
        }
    }
}
