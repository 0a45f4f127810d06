package io.github.precheckwatcher.store.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.InstanceKey;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The last verdict of each instance, which the next one is compared with. */
final class LastVerdicts {
    private static final TypeReference<Set<String>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<Verdict> VERDICT = new TypeReference<>() {};

    Map<InstanceKey, PreviousVerdict> find(Connection connection, Collection<InstanceKey> instances)
            throws SQLException {
        Set<InstanceKey> wanted = Set.copyOf(instances);
        String sql = """
                select account, uni_region_id, instance_uuid, outcome, observed_at, failing
                from last_verdict
                where instance_uuid = any(?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .texts(wanted.stream()
                            .map(InstanceKey::instanceUuid)
                            .distinct()
                            .toList());
            try (ResultSet result = statement.executeQuery()) {
                Map<InstanceKey, PreviousVerdict> found = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    InstanceKey key = new InstanceKey(
                            columns.text("account"), columns.text("uni_region_id"), columns.text("instance_uuid"));
                    if (wanted.contains(key)) {
                        found.put(
                                key,
                                new PreviousVerdict(
                                        Outcome.valueOf(columns.text("outcome")),
                                        columns.time("observed_at"),
                                        StoredJson.read(columns.text("failing"), ITEMS)));
                    }
                }
                return found;
            }
        }
    }

    /** Of two verdicts of one instance the later stays; what somebody withdrew says nothing. */
    void keep(Connection connection, List<Conclusion> ended) throws SQLException {
        Map<InstanceKey, Verdict> latest = new TreeMap<>();
        for (Conclusion conclusion : ended) {
            Verdict verdict = conclusion.verdict();
            if (!verdict.outcome().isWithdrawn()) {
                latest.merge(
                        InstanceKey.of(conclusion.watch().spec()),
                        verdict,
                        (a, b) -> a.observedAt().isAfter(b.observedAt()) ? a : b);
            }
        }
        write(connection, latest);
    }

    /** These verdicts of an instance are deleted: the newest of those that are left is the last one again. */
    void forget(Connection connection, InstanceKey instance, Collection<String> verdictIds) throws SQLException {
        String sql = """
                delete from last_verdict
                where account = ? and uni_region_id = ? and instance_uuid = ? and verdict_id = any(?)""";
        if (Params.update(connection, sql, params -> key(params, instance).texts(verdictIds)) == 1) {
            write(connection, newest(connection, instance));
        }
    }

    private static void write(Connection connection, Map<InstanceKey, Verdict> latest) throws SQLException {
        // most are there already; what somebody has just deleted for its age, or inserted, is found by the second look
        Map<InstanceKey, Verdict> missing = update(connection, latest);
        if (!missing.isEmpty()) {
            insertMissing(connection, missing);
            update(connection, missing);
        }
    }

    /** Of all verdicts that are kept but those of withdrawn watches; at most one. */
    private static Map<InstanceKey, Verdict> newest(Connection connection, InstanceKey instance) throws SQLException {
        String sql = """
                select verdict.report
                from watch join verdict on verdict.watch_id = watch.id
                where watch.account = ? and watch.uni_region_id = ? and watch.instance_uuid = ?
                    and verdict.outcome <> ?
                order by verdict.observed_at desc
                fetch first 1 row only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            key(new Params(statement), instance).text(Outcome.CANCELLED.name());
            try (ResultSet result = statement.executeQuery()) {
                Map<InstanceKey, Verdict> newest = new TreeMap<>();
                if (result.next()) {
                    newest.put(instance, StoredJson.read(new Columns(result).text("report"), VERDICT));
                }
                return newest;
            }
        }
    }

    /**
     * Takes one batch of those away that are old.
     *
     * @return whether there may be more
     */
    boolean expire(Connection connection, Instant observedBefore, int batch) throws SQLException {
        // in two statements: H2 asks a subselect on the table that it deletes from again after each row that it deletes
        String newest = """
                select max(observed_at) as observed_at
                from (
                    select observed_at from last_verdict
                    where observed_at < ?
                    order by observed_at
                    fetch first ? rows only) oldest""";
        Optional<Instant> until;
        try (PreparedStatement statement = connection.prepareStatement(newest)) {
            new Params(statement).time(observedBefore).number(batch);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                until = new Columns(result).timeOrNone("observed_at");
            }
        }
        return until.isPresent()
                && Params.update(
                                connection,
                                "delete from last_verdict where observed_at <= ?",
                                params -> params.time(until.get()))
                        >= batch;
    }

    private static void insertMissing(Connection connection, Map<InstanceKey, Verdict> latest) throws SQLException {
        String sql = """
                insert into last_verdict (
                    account, uni_region_id, instance_uuid, verdict_id, outcome, observed_at, failing, source_type)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Map.Entry<InstanceKey, Verdict> entry : latest.entrySet()) {
                key(params, entry.getKey());
                value(params, entry.getValue()).batch();
            }
            statement.executeBatch();
        }
    }

    /** Those of which no row was older: there is none, or it is as new. */
    private static Map<InstanceKey, Verdict> update(Connection connection, Map<InstanceKey, Verdict> latest)
            throws SQLException {
        String sql = """
                update last_verdict
                set verdict_id = ?, outcome = ?, observed_at = ?, failing = ?,
                    source_type = coalesce(?, source_type)
                where account = ? and uni_region_id = ? and instance_uuid = ? and observed_at < ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Map.Entry<InstanceKey, Verdict> entry : latest.entrySet()) {
                value(params, entry.getValue());
                key(params, entry.getKey()).time(entry.getValue().observedAt()).batch();
            }
            Map<InstanceKey, Verdict> missing = new TreeMap<>();
            Iterator<Map.Entry<InstanceKey, Verdict>> entries =
                    latest.entrySet().iterator();
            for (int updated : statement.executeBatch()) {
                Map.Entry<InstanceKey, Verdict> entry = entries.next();
                if (updated == 0) {
                    missing.put(entry.getKey(), entry.getValue());
                }
            }
            return missing;
        }
    }

    private static Params key(Params params, InstanceKey key) throws SQLException {
        return params.text(key.account()).text(key.uniRegionId()).text(key.instanceUuid());
    }

    private static Params value(Params params, Verdict verdict) throws SQLException {
        return params.text(verdict.id())
                .text(verdict.outcome().name())
                .time(verdict.observedAt())
                .text(StoredJson.write(PreviousVerdict.failing(verdict)))
                .text(verdict.sourceType());
    }
}
