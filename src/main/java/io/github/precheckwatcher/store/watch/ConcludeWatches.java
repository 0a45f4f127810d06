package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.precheck.ProgressPoints.Point;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.store.outbox.HoldVerdicts;
import io.github.precheckwatcher.store.outbox.MessageRows;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends watches: each with its verdict and its deliveries, or not at all. */
final class ConcludeWatches {
    private final LastVerdicts lastVerdicts;
    private final HoldVerdicts holdVerdicts = new HoldVerdicts();

    ConcludeWatches(LastVerdicts lastVerdicts) {
        this.lastVerdicts = lastVerdicts;
    }

    /**
     * What was written.
     *
     * @param verdicts their ids
     * @param muted the ids of the mutes that those of them fell under which did
     */
    record Written(Set<String> verdicts, Map<String, List<String>> muted) {
        static final Written NOTHING = new Written(Set.of(), Map.of());
    }

    /**
     * Ends what is still claimed by these claims.
     *
     * @param conclusions ordered by watch id, so that batches of two nodes do not lock each other up
     */
    Written conclude(Connection connection, List<Conclusion> conclusions) throws SQLException {
        List<Conclusion> ended = end(connection, conclusions);
        if (ended.isEmpty()) {
            return Written.NOTHING;
        }
        insertVerdicts(connection, ended, rounds(connection, ended));
        ProgressRows.add(connection, moved(ended));
        for (Conclusion conclusion : ended) {
            if (!conclusion.deliveries().isEmpty()) {
                MessageRows.insert(
                        connection,
                        conclusion.deliveries(),
                        Optional.of(conclusion.watch().id()));
            }
        }
        Map<String, List<String>> muted = holdVerdicts.hold(connection, mutable(ended));
        lastVerdicts.keep(connection, ended);
        History.append(connection, ended.stream().map(ConcludeWatches::entry).toList());
        return new Written(ended.stream().map(c -> c.verdict().id()).collect(Collectors.toSet()), muted);
    }

    /** Who withdrew a watch, or asked to be notified of that, wants to know it now. */
    private static List<HoldVerdicts.Written> mutable(List<Conclusion> ended) {
        return ended.stream()
                .filter(conclusion -> !conclusion.verdict().outcome().isWithdrawn())
                .map(conclusion -> new HoldVerdicts.Written(
                        conclusion.verdict().id(),
                        conclusion.watch().id(),
                        conclusion.watch().spec().labels(),
                        conclusion.verdict().observedAt()))
                .toList();
    }

    /** The conclusions that were not stale. */
    private List<Conclusion> end(Connection connection, List<Conclusion> conclusions) throws SQLException {
        String sql = """
                update watch
                set state = 'ENDED', outcome = ?, ended_at = ?, polls = ?, claimed_due_at = null, first_start = false,
                    seen_state = ?, seen_progress = ?, seen_created_at = ?, seen_updated_at = ?, seen_request_id = ?,
                    seen_at = ?, source_type = coalesce(?, source_type)
                where id = ? and fencing = ? and state = 'WATCHING' and claimed_due_at is not null""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Conclusion conclusion : conclusions) {
                Watch watch = conclusion.watch();
                params.text(conclusion.verdict().outcome().name())
                        .time(conclusion.verdict().observedAt())
                        .number(conclusion.polls());
                WatchRows.bindSeen(params, conclusion.lastSeen())
                        .text(conclusion.verdict().sourceType())
                        .text(watch.id())
                        .number(watch.fencing())
                        .batch();
            }
            int[] counts = statement.executeBatch();
            List<Conclusion> ended = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    ended.add(conclusions.get(i));
                }
            }
            return ended;
        }
    }

    private static Map<String, Point> moved(List<Conclusion> ended) {
        Map<String, Point> moved = new HashMap<>();
        for (Conclusion conclusion : ended) {
            Watch watch = conclusion.watch();
            conclusion.lastSeen().movedFrom(watch.lastSeen()).ifPresent(point -> moved.put(watch.id(), point));
        }
        return moved;
    }

    private Map<String, Integer> rounds(Connection connection, List<Conclusion> ended) throws SQLException {
        String sql = "select id, round from watch where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ended.stream().map(c -> c.watch().id()).toList());
            try (ResultSet result = statement.executeQuery()) {
                Map<String, Integer> rounds = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    rounds.put(columns.text("id"), columns.number("round"));
                }
                return rounds;
            }
        }
    }

    private void insertVerdicts(Connection connection, List<Conclusion> ended, Map<String, Integer> rounds)
            throws SQLException {
        String sql = """
                insert into verdict (id, watch_id, round, outcome, summary, started_at, observed_at, polls, report)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Conclusion conclusion : ended) {
                Verdict verdict = conclusion.verdict();
                String watchId = conclusion.watch().id();
                params.text(verdict.id())
                        .text(watchId)
                        .number(rounds.get(watchId))
                        .text(verdict.outcome().name())
                        .text(verdict.summary())
                        .time(conclusion.watch().roundStartedAt())
                        .time(verdict.observedAt())
                        .number(conclusion.polls())
                        .text(StoredJson.write(verdict))
                        .batch();
            }
            statement.executeBatch();
        }
    }

    private static History.Entry entry(Conclusion conclusion) {
        Verdict verdict = conclusion.verdict();
        Watch watch = conclusion.watch();
        return History.Entry.of(
                        verdict.observedAt(),
                        History.Kind.ENDED,
                        watch.id(),
                        watch.spec().account(),
                        verdict.outcome().name())
                .by(conclusion.by());
    }
}
