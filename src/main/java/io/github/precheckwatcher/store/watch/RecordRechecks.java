package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.ProgressPoints.Point;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ends claims of watches that go on: written back after a poll, or given back without one. */
final class RecordRechecks {
    /**
     * Writes polls back.
     *
     * @param rechecks ordered by watch id, so that batches of two nodes do not lock each other up
     * @return how many were stale and changed nothing
     */
    int record(Connection connection, List<Recheck> rechecks) throws SQLException {
        String sql = """
                update watch
                set due_at = ?, claimed_due_at = null, polls = ?, errors = ?, final_tries = ?, refused = ?,
                    seen_state = ?, seen_progress = ?, seen_created_at = ?, seen_updated_at = ?, seen_request_id = ?,
                    seen_at = ?, first_start = first_start and ?
                where id = ? and fencing = ? and state = 'WATCHING' and claimed_due_at is not null""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Recheck recheck : rechecks) {
                LastSeen seen = recheck.lastSeen();
                params.time(recheck.dueAt())
                        .number(recheck.polls())
                        .number(recheck.errors())
                        .number(recheck.finalTries())
                        .text(recheck.refused());
                WatchRows.bindSeen(params, seen)
                        .flag(seen.equals(LastSeen.NOTHING))
                        .text(recheck.watch().id())
                        .number(recheck.watch().fencing())
                        .batch();
            }
            int[] counts = statement.executeBatch();
            int written = 0;
            Map<String, Point> moved = new HashMap<>();
            for (int i = 0; i < counts.length; i++) {
                Recheck recheck = rechecks.get(i);
                written += counts[i];
                if (counts[i] == 1) {
                    recheck.lastSeen()
                            .movedFrom(recheck.watch().lastSeen())
                            .ifPresent(point -> moved.put(recheck.watch().id(), point));
                }
            }
            ProgressRows.add(connection, moved);
            return rechecks.size() - written;
        }
    }

    /** Gives claims back: due as they were before. Ordered by watch id too. */
    void release(Connection connection, Collection<Watch> watches) throws SQLException {
        String sql = """
                update watch
                set due_at = claimed_due_at, claimed_due_at = null
                where id = ? and fencing = ? and state = 'WATCHING' and claimed_due_at is not null""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Watch watch : watches) {
                params.text(watch.id()).number(watch.fencing()).batch();
            }
            statement.executeBatch();
        }
    }
}
