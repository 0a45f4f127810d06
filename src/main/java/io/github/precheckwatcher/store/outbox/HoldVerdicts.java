package io.github.precheckwatcher.store.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds verdicts back that fall under mutes, in the transaction that writes them. Which mutes are alive is read there, so
 * that none is missed that was acknowledged before, on whatever node. Thread safe.
 */
public final class HoldVerdicts {
    private final MuteRows mutes = new MuteRows();
    private final AliveMutes aliveMutes = new AliveMutes();

    /**
     * A verdict that is being written, with its deliveries.
     *
     * @param observedAt when the answer came: a mute whose time was over by then does not hold it back
     */
    public record Written(String verdictId, String watchId, Map<String, String> labels, Instant observedAt) {
        public Written {
            requireNonNull(verdictId, "verdictId");
            requireNonNull(watchId, "watchId");
            requireNonNull(labels, "labels");
            requireNonNull(observedAt, "observedAt");
        }
    }

    /**
     * Marks those of these verdicts that fall under mutes, and makes their deliveries wait.
     *
     * @return the ids of the mutes of each that does, by the verdicts' ids
     */
    public Map<String, List<String>> hold(Connection connection, List<Written> verdicts) throws SQLException {
        List<Mute> alive = verdicts.isEmpty() ? List.of() : aliveMutes.read(connection);
        if (alive.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> hits = new LinkedHashMap<>();
        for (Written verdict : verdicts) {
            List<String> its = alive.stream()
                    .filter(mute -> mute.until().isAfter(verdict.observedAt()))
                    .filter(mute -> mute.hits(verdict.watchId(), verdict.labels()))
                    .map(Mute::id)
                    .sorted()
                    .toList();
            if (!its.isEmpty()) {
                hits.put(verdict.verdictId(), its);
            }
        }
        return hits.isEmpty() ? Map.of() : hold(connection, hits);
    }

    /** One that ended meanwhile holds nothing back any more: its end waits for nobody who comes later. */
    private Map<String, List<String>> hold(Connection connection, Map<String, List<String>> hits) throws SQLException {
        Set<String> wanted =
                hits.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        Set<String> locked = Set.copyOf(mutes.lockAlive(connection, wanted));
        Map<String, List<String>> held = new LinkedHashMap<>();
        hits.forEach((verdict, its) -> {
            List<String> left = its.stream().filter(locked::contains).toList();
            if (!left.isEmpty()) {
                held.put(verdict, left);
            }
        });
        mark(connection, held);
        Params.updateRows(
                connection,
                "update delivery set state = 'MUTED' where event_id = any(?) and state = 'PENDING'",
                held.keySet());
        return held;
    }

    private static void mark(Connection connection, Map<String, List<String>> held) throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        String sql = "insert into muted (mute_id, verdict_id) values (?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Map.Entry<String, List<String>> verdict : held.entrySet()) {
                for (String mute : verdict.getValue()) {
                    params.text(mute).text(verdict.getKey()).batch();
                }
            }
            statement.executeBatch();
        }
    }
}
