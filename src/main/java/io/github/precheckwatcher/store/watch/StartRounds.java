package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.RequestedRows;
import io.github.precheckwatcher.watch.WatchSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Begins further rounds of ended watches: state, counters and deadline anew, due at once. */
final class StartRounds {
    /**
     * A round to begin.
     *
     * @param spec by which it is polled
     * @param inFiles whether a node's files name the watch
     */
    record Round(String watchId, WatchSpec spec, boolean inFiles) {
        Round {
            requireNonNull(watchId, "watchId");
            requireNonNull(spec, "spec");
        }
    }

    /** @param rounds of watches that this transaction has locked */
    void start(Connection connection, List<Round> rounds, Instant now) throws SQLException {
        if (rounds.isEmpty()) {
            return;
        }
        String sql = "update watch set " + WatchRows.REPLACEABLE + """
                    , in_files = ?, state = 'WATCHING', round = round + 1, round_started_at = ?, deadline_at = ?, due_at = ?,
                    claimed_due_at = null, fencing = fencing + 1, polls = 0, errors = 0, final_tries = 0,
                    refused = null, seen_state = null, seen_progress = null, seen_created_at = null,
                    seen_updated_at = null, seen_request_id = null, seen_at = null, outcome = null, ended_at = null
                where id = ? and state <> 'WATCHING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Round round : rounds) {
                WatchRows.bindReplaceable(params, round.spec())
                        .flag(round.inFiles())
                        .time(now)
                        .time(now.plus(round.spec().deadline()))
                        .time(now)
                        .text(round.watchId())
                        .batch();
            }
            statement.executeBatch();
        }
        ListedNames.change(
                connection,
                rounds.stream()
                        .collect(Collectors.toMap(
                                Round::watchId, round -> round.spec().name())));
        RequestedRows.remove(
                connection,
                rounds.stream().filter(Round::inFiles).map(Round::watchId).toList());
    }
}
