package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.RequestedRows;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes what is asked for a watch, once: new ones, changed ones, and a further round where the deadline was raised. */
final class RegisterWatches {
    private final ParsedTexts parsed;
    private final StartRounds startRounds = new StartRounds();

    RegisterWatches(ParsedTexts parsed) {
        this.parsed = parsed;
    }

    /** A stored watch beside what is asked for now. */
    record Stored(
            String id,
            WatchSpec spec,
            boolean inFiles,
            String state,
            Optional<Outcome> outcome,
            Instant roundStartedAt) {
        boolean isWatching() {
            return state.equals(WatchRows.WATCHING);
        }

        /** Whether a longer deadline gives it another round. */
        boolean wasTooShort(WatchSpec asked) {
            return outcome.filter(Outcome.TIMED_OUT::equals).isPresent()
                    && asked.deadline().compareTo(spec.deadline()) > 0;
        }
    }

    /** A stored watch that gets a new specification. */
    record Replaced(Stored stored, WatchSpec spec) {}

    /**
     * Registers specifications of different identities.
     *
     * @param firstStart whether new watches are of the first start
     * @param specs as the store keeps them ({@link WatchRows#kept}), ordered by identity, so that two nodes wait for each other instead of locking each other up
     */
    Map<WatchIdentity, Registered> register(
            Connection connection, Collection<WatchSpec> specs, Instant now, Supplier<String> ids, boolean firstStart)
            throws SQLException {
        Map<WatchIdentity, WatchSpec> wanted = new LinkedHashMap<>();
        specs.forEach(spec -> wanted.put(spec.identity(), spec));
        Map<WatchIdentity, Stored> stored = find(connection, wanted.keySet());
        Map<WatchIdentity, Stored> known = stored;
        List<WatchSpec> missing = wanted.values().stream()
                .filter(spec -> !known.containsKey(spec.identity()))
                .toList();
        Map<WatchIdentity, String> fresh = insert(connection, missing, now, ids, firstStart, true);
        if (!fresh.isEmpty()) {
            stored = find(connection, wanted.keySet()); // another node may have been faster
        }
        Registration registration = new Registration(now);
        for (WatchSpec spec : wanted.values()) {
            registration.sort(spec, stored.get(spec.identity()), fresh.get(spec.identity()));
        }
        replace(connection, registration.changed, now, true);
        startRounds.start(connection, registration.newRounds, now);
        RequestedRows.remove(connection, registration.takenOver());
        History.append(connection, registration.history);
        return registration.results;
    }

    /** Sorts what was found by what has to be done about it. */
    private static final class Registration {
        private final Instant now;
        private final Map<WatchIdentity, Registered> results = new HashMap<>();
        private final List<Replaced> changed = new ArrayList<>();
        private final List<StartRounds.Round> newRounds = new ArrayList<>();
        private final List<History.Entry> history = new ArrayList<>();

        Registration(Instant now) {
            this.now = now;
        }

        /** The ids of those that run and that no file named before. */
        List<String> takenOver() {
            return changed.stream()
                    .map(Replaced::stored)
                    .filter(stored -> !stored.inFiles())
                    .map(Stored::id)
                    .toList();
        }

        void sort(WatchSpec spec, Stored stored, String freshId) {
            if (stored.id().equals(freshId)) {
                become(spec, stored, Kind.NEW, Optional.of(History.Kind.REGISTERED));
            } else if (stored.isWatching()) {
                boolean same = stored.spec().equals(spec);
                if (!same || !stored.inFiles()) {
                    changed.add(new Replaced(stored, spec));
                }
                become(spec, stored, Kind.RUNNING, same ? Optional.empty() : Optional.of(History.Kind.CHANGED));
            } else if (stored.wasTooShort(spec)) {
                newRounds.add(new StartRounds.Round(stored.id(), spec, true));
                become(spec, stored, Kind.NEW_ROUND, Optional.of(History.Kind.NEW_ROUND));
            } else {
                become(spec, stored, Kind.ENDED, Optional.empty());
            }
        }

        private void become(WatchSpec spec, Stored stored, Kind kind, Optional<History.Kind> worthNoting) {
            results.put(spec.identity(), new Registered(spec, stored.id(), kind));
            worthNoting
                    .map(k -> History.Entry.of(now, k, stored.id(), spec.account(), spec.name()))
                    .ifPresent(history::add);
        }
    }

    /** Finds and locks by task id, which hardly ever repeats; the rest of the identity is compared here. */
    private Map<WatchIdentity, Stored> find(Connection connection, Set<WatchIdentity> wanted) throws SQLException {
        return select(connection, "task_id = any(?) order by id for update", taskIds(wanted), wanted);
    }

    /** The same without locks. */
    Map<WatchIdentity, Stored> look(Connection connection, Set<WatchIdentity> wanted) throws SQLException {
        return select(connection, "task_id = any(?)", taskIds(wanted), wanted);
    }

    /** Finds and locks by id. */
    Map<WatchIdentity, Stored> lock(Connection connection, List<String> watchIds, Set<WatchIdentity> wanted)
            throws SQLException {
        return select(connection, "id = any(?) order by id for update", watchIds, wanted);
    }

    private static List<String> taskIds(Set<WatchIdentity> wanted) {
        return wanted.stream()
                .map(identity -> identity.ref().taskId())
                .distinct()
                .toList();
    }

    private Map<WatchIdentity, Stored> select(
            Connection connection, String condition, List<String> values, Set<WatchIdentity> wanted)
            throws SQLException {
        String sql = "select id, state, outcome, round_started_at, in_files, " + WatchRows.SPEC_COLUMNS
                + " from watch where " + condition;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(values);
            try (ResultSet result = statement.executeQuery()) {
                Map<WatchIdentity, Stored> found = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    WatchIdentity identity = WatchRows.identity(columns);
                    if (wanted.contains(identity)) {
                        found.put(identity, stored(columns));
                    }
                }
                return found;
            }
        }
    }

    private Stored stored(Columns columns) throws SQLException {
        return new Stored(
                columns.text("id"),
                WatchRows.spec(columns, parsed),
                columns.flag("in_files"),
                columns.text("state"),
                columns.textOrNone("outcome").map(Outcome::valueOf),
                columns.time("round_started_at"));
    }

    /** The ids proposed for what was missing; whether they were taken is seen by reading again. */
    Map<WatchIdentity, String> insert(
            Connection connection,
            List<WatchSpec> missing,
            Instant now,
            Supplier<String> ids,
            boolean firstStart,
            boolean inFiles)
            throws SQLException {
        String sql = "insert into watch (id, " + WatchRows.SPEC_COLUMNS + """
                    , state, round, registered_at, round_started_at, deadline_at, due_at, first_start, in_files,
                    fencing, polls, errors, final_tries, source_type)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'WATCHING', 1, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0,
                    (select source_type from last_verdict
                     where instance_uuid = ? and uni_region_id = ? and account = ?))
                on conflict do nothing""";
        Map<WatchIdentity, String> fresh = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (WatchSpec spec : missing) {
                String id = ids.get();
                fresh.put(spec.identity(), id);
                params.text(id)
                        .text(spec.ref().taskId())
                        .text(spec.ref().instanceUuid())
                        .text(spec.ref().uniRegionId())
                        .text(spec.account());
                WatchRows.bindReplaceable(params, spec)
                        .time(now)
                        .time(now)
                        .time(now.plus(spec.deadline()))
                        .time(now)
                        .flag(firstStart)
                        .flag(inFiles)
                        .text(spec.ref().instanceUuid())
                        .text(spec.ref().uniRegionId())
                        .text(spec.account())
                        .batch();
            }
            if (!fresh.isEmpty()) {
                statement.executeBatch();
            }
        }
        ListedNames.add(connection, fresh.values());
        return fresh;
    }

    /**
     * A sooner deadline or another way of polling must not wait for a gap chosen before. A poll that is under way is left
     * alone, but when the deadline changes its claim ends here: it would be judged by the old deadline.
     */
    void replace(Connection connection, List<Replaced> changed, Instant now, boolean inFiles) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        String sql = "update watch set " + WatchRows.REPLACEABLE + """
                    , in_files = ?, deadline_at = ?,
                    due_at = case when ? or claimed_due_at is null
                        then least(coalesce(claimed_due_at, due_at), ?) else due_at end,
                    claimed_due_at = case when ? then null else claimed_due_at end,
                    fencing = fencing + ?
                where id = ? and state = 'WATCHING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Replaced r : changed) {
                Instant deadlineAt = r.stored().roundStartedAt().plus(r.spec().deadline());
                boolean endsClaim =
                        !r.stored().spec().deadline().equals(r.spec().deadline());
                WatchRows.bindReplaceable(params, r.spec())
                        .flag(inFiles)
                        .time(deadlineAt)
                        .flag(endsClaim)
                        .time(latestDue(r, deadlineAt, now))
                        .flag(endsClaim)
                        .number(endsClaim ? 1 : 0)
                        .text(r.stored().id())
                        .batch();
            }
            statement.executeBatch();
        }
        ListedNames.change(
                connection,
                changed.stream()
                        .collect(Collectors.toMap(
                                r -> r.stored().id(), r -> r.spec().name())));
    }

    private static Instant latestDue(Replaced r, Instant deadlineAt, Instant now) {
        boolean samePolling = r.stored().spec().polling().equals(r.spec().polling());
        Duration untilDeadline = Duration.between(now, deadlineAt);
        Duration interval = r.spec().polling().interval();
        Duration wait = samePolling || interval.compareTo(untilDeadline) > 0 ? untilDeadline : interval;
        return wait.isNegative() ? now : now.plus(wait);
    }
}
