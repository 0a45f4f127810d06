package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.account.AccountRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Appends to the history: what became of watches and accounts, and when. Never changes what is there. */
final class History {
    private static final String INSERT =
            "insert into event (happened_at, kind, watch_id, account, detail) values (?, ?, ?, ?, ?)";

    /** What may happen to a watch. */
    enum Kind {
        REGISTERED,
        CHANGED,
        NEW_ROUND,
        ENDED
    }

    /** One entry about a watch. */
    record Entry(Instant at, Kind kind, String watchId, String account, Optional<String> detail) {}

    void watches(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Params params = new Params(statement);
            for (Entry entry : entries) {
                params.time(entry.at())
                        .text(entry.kind().name())
                        .text(entry.watchId())
                        .text(entry.account())
                        .text(entry.detail())
                        .batch();
            }
            statement.executeBatch();
        }
    }

    void account(Connection connection, AccountRow after) throws SQLException {
        String detail = after.state()
                + after.problem().map(problem -> " " + problem.code()).orElse("");
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            new Params(statement)
                    .time(after.since())
                    .text("ACCOUNT")
                    .text(Optional.empty())
                    .text(after.name())
                    .text(detail);
            statement.executeUpdate();
        }
    }
}
