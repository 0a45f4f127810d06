package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.store.database.ActTime;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.watch.Watch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Takes running watches from whoever polls them, so that they can be ended: each has another fencing token and a lease,
 * and what is under way for it is stale.
 */
final class TakeWatches {
    private static final String NAMED_BY_FILES = " and in_files";

    private final Transactions transactions;
    private final ParsedTexts parsed;

    TakeWatches(Transactions transactions, ParsedTexts parsed) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.parsed = requireNonNull(parsed, "parsed");
    }

    /** Those of these watches that run. */
    List<Watch> take(Collection<String> watchIds, ActTime time, Duration lease) {
        return take(watchIds, "", time, lease);
    }

    /** Those of these watches that run and count as named by files. */
    List<Watch> takeNamedByFiles(Collection<String> watchIds, ActTime time, Duration lease) {
        return take(watchIds, NAMED_BY_FILES, time, lease);
    }

    private List<Watch> take(Collection<String> watchIds, String condition, ActTime time, Duration lease) {
        List<Watch> taken = new ArrayList<>();
        for (List<String> chunk : Chunks.of(watchIds.stream().sorted().toList())) {
            taken.addAll(transactions.run(c -> take(c, chunk, condition, time, lease)));
        }
        return taken;
    }

    private List<Watch> take(Connection connection, List<String> ids, String condition, ActTime time, Duration lease)
            throws SQLException {
        List<Watch> taken = lock(connection, ids, condition);
        if (!taken.isEmpty()) {
            String sql = """
                    update watch
                    set claimed_due_at = coalesce(claimed_due_at, due_at), due_at = ?, fencing = fencing + 1
                    where id = any(?)""";
            Params.update(
                    connection,
                    sql,
                    params -> params.time(time.now().plus(lease))
                            .texts(taken.stream().map(Watch::id).toList()));
        }
        return taken;
    }

    private List<Watch> lock(Connection connection, List<String> ids, String condition) throws SQLException {
        String sql = "select " + WatchRows.WATCH_COLUMNS + """
                 from watch
                where id = any(?) and state = 'WATCHING'""" + condition + """

                order by id
                for update""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids);
            try (ResultSet result = statement.executeQuery()) {
                List<Watch> locked = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    locked.add(WatchRows.claimed(columns, parsed));
                }
                return locked;
            }
        }
    }
}
