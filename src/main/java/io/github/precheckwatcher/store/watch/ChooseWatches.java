package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Selection;
import io.github.precheckwatcher.watch.act.Selection.ByFilter;
import io.github.precheckwatcher.watch.act.Selection.ByIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds the watches that an operator chooses. Those that are to be changed are found without locks and then locked by
 * id, in the order of their ids, as everything that locks several watches does.
 */
final class ChooseWatches {
    private static final String CHOSEN = "select id, " + WatchRows.SPEC_COLUMNS + """
            , state, outcome, claimed_due_at is not null and due_at > ? as polled
            from watch
            where\s""";

    private final ParsedTexts parsed;

    ChooseWatches(ParsedTexts parsed) {
        this.parsed = requireNonNull(parsed, "parsed");
    }

    /** Ordered by id. */
    List<Chosen> find(Connection connection, Selection selection, Instant now) throws SQLException {
        return selection instanceof ByIds chosen
                ? byId(connection, selection, chosen.ids(), "", now)
                : read(connection, selection, condition(selection), "", now);
    }

    /** The same, locked until the transaction ends: as they are once nobody else writes them. */
    List<Chosen> lock(Connection connection, Selection selection, Instant now) throws SQLException {
        List<String> ids = selection instanceof ByIds chosen
                ? chosen.ids()
                : find(connection, selection, now).stream().map(Chosen::id).toList();
        return byId(connection, selection, ids, " for update", now);
    }

    private List<Chosen> byId(
            Connection connection, Selection selection, Collection<String> ids, String lock, Instant now)
            throws SQLException {
        List<Chosen> found = new ArrayList<>();
        for (List<String> chunk : Chunks.of(ids.stream().distinct().sorted().toList())) {
            WatchCondition condition = condition(selection);
            condition.term("id = any(?)", params -> params.texts(chunk));
            found.addAll(read(connection, selection, condition, lock, now));
        }
        return found;
    }

    private static WatchCondition condition(Selection selection) {
        if (!(selection instanceof ByFilter chosen)) {
            return new WatchCondition(Filter.ALL);
        }
        WatchCondition condition = new WatchCondition(chosen.filter());
        chosen.endedSince().ifPresent(since -> condition.term("ended_at >= ?", params -> params.time(since)));
        return condition;
    }

    private List<Chosen> read(
            Connection connection, Selection selection, WatchCondition condition, String lock, Instant now)
            throws SQLException {
        String sql = CHOSEN + condition.sql() + " order by id" + lock;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(new Params(statement).time(now));
            try (ResultSet result = statement.executeQuery()) {
                List<Chosen> found = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    Chosen watch = chosen(columns);
                    if (matches(selection, watch)) {
                        found.add(watch);
                    }
                }
                return found;
            }
        }
    }

    /** Labels are matched here, not by the database. */
    private static boolean matches(Selection selection, Chosen watch) {
        return !(selection instanceof ByFilter chosen)
                || chosen.filter().matchers().stream()
                        .allMatch(matcher -> matcher.matches(watch.spec().labels()));
    }

    private Chosen chosen(Columns columns) throws SQLException {
        return new Chosen(
                columns.text("id"),
                WatchRows.spec(columns, parsed),
                State.valueOf(columns.text("state")),
                columns.flag("polled"),
                columns.textOrNone("outcome").map(Outcome::valueOf));
    }
}
