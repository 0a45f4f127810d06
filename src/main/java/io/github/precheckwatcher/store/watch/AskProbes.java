package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.store.account.AccountRows;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.WatchStore.ProbeAsked;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Has a gated account probed at once, because somebody asked for it. */
final class AskProbes {
    private final AccountRows rows;
    private final ReadWatches readWatches;

    AskProbes(AccountRows rows, ReadWatches readWatches) {
        this.rows = rows;
        this.readWatches = readWatches;
    }

    /** See {@link io.github.precheckwatcher.watch.WatchStore#askProbe}. */
    Optional<ProbeAsked> ask(Connection connection, String account, Requester by, Instant now) throws SQLException {
        Optional<AccountRow> stored = rows.lockIfThere(connection, account);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        AccountRow row = stored.get();
        long watches = readWatches.watching(connection, account);
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

    /** As {@link ClaimWatches} chooses; not one that is being polled. */
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
