package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Params.Binding;
import io.github.precheckwatcher.watch.WatchQueries.End;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.Happening;
import io.github.precheckwatcher.watch.WatchQueries.Order;
import io.github.precheckwatcher.watch.WatchQueries.Position;
import io.github.precheckwatcher.watch.WatchQueries.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists watches and shows one whole; changes nothing. Tombstones are no watches any more. */
final class FindWatches {
    private static final String ENTRY = "select " + WatchRows.WATCH_COLUMNS + """
            , state, round, outcome, ended_at,
                (select v.id from verdict v where v.watch_id = watch.id and v.round = watch.round) as verdict_id,
                (select v.summary from verdict v where v.watch_id = watch.id and v.round = watch.round) as summary
            from watch
            where state in ('WATCHING', 'ENDED')""";

    private static final String DUE = "coalesce(claimed_due_at, due_at)";

    private final ParsedTexts parsed;

    FindWatches(ParsedTexts parsed) {
        this.parsed = parsed;
    }

    /** By keyset: a page costs the same however deep it lies, and one that is deleted or added shifts nothing. */
    List<Entry> list(Connection connection, Filter filter, Order order, Optional<Position> after, int limit)
            throws SQLException {
        Condition condition = new Condition(filter);
        String column = "";
        String direction = "";
        switch (order) {
            case NAME -> column = "name";
            case DUE -> {
                column = DUE;
                condition.term("state = 'WATCHING'", params -> {});
            }
            case ENDED -> {
                column = "ended_at";
                direction = " desc";
                condition.term("state = 'ENDED'", params -> {});
            }
        }
        after.ifPresent(position -> condition.after(order, position));
        String sql = ENTRY + condition.sql() + " order by " + column + direction + ", id" + direction
                + " fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(new Params(statement)).number(limit);
            return entries(statement);
        }
    }

    Optional<Entry> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRY + " and id = ?")) {
            new Params(statement).text(id);
            return entries(statement).stream().findFirst();
        }
    }

    List<Happening> timeline(Connection connection, String id) throws SQLException {
        String sql = """
                select happened_at, kind, detail, requested_by, requested_from, reason
                from event
                where watch_id = ?
                order by id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(id);
            try (ResultSet result = statement.executeQuery()) {
                List<Happening> timeline = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    timeline.add(new Happening(
                            columns.time("happened_at"),
                            columns.text("kind"),
                            columns.textOrNone("detail"),
                            requester(columns)));
                }
                return timeline;
            }
        }
    }

    private static Optional<Requester> requester(Columns columns) throws SQLException {
        Optional<String> name = columns.textOrNone("requested_by");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Requester(
                        name.get(), columns.textOrNone("requested_from").orElse(""), columns.textOrNone("reason")));
    }

    private List<Entry> entries(PreparedStatement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                entries.add(entry(columns));
            }
            return entries;
        }
    }

    private Entry entry(Columns columns) throws SQLException {
        State state = State.valueOf(columns.text("state"));
        Optional<End> end = state == State.WATCHING
                ? Optional.empty()
                : Optional.of(new End(
                        Outcome.valueOf(columns.text("outcome")),
                        columns.time("ended_at"),
                        columns.textOrNone("verdict_id"),
                        columns.textOrNone("summary")));
        return new Entry(WatchRows.claimed(columns, parsed), state, columns.number("round"), end);
    }

    /** What is not asked for does not stand in it, so that each database chooses an index for what is. */
    static final class Condition {
        private final StringBuilder sql = new StringBuilder();
        private final List<Binding> bindings = new ArrayList<>();

        Condition(Filter filter) {
            filter.state().ifPresent(state -> term("state = ?", params -> params.text(state.name())));
            filter.outcome().ifPresent(outcome -> {
                term("state = 'ENDED'", params -> {});
                term("outcome = ?", params -> params.text(outcome.name()));
            });
            filter.account().ifPresent(account -> term("account = ?", params -> params.text(account)));
            filter.region().ifPresent(region -> term("uni_region_id = ?", params -> params.text(region)));
            filter.name()
                    .ifPresent(name -> term(NamePattern.fits("name"), params -> params.text(NamePattern.of(name))));
            filter.text()
                    .map(NamePattern::around)
                    .ifPresent(text -> term(
                            "(" + NamePattern.fits("name") + " or " + NamePattern.fits("task_id") + " or "
                                    + NamePattern.fits("instance_uuid") + ")",
                            params -> params.text(text).text(text).text(text)));
        }

        void term(String term, Binding binding) {
            sql.append(" and ").append(term);
            bindings.add(binding);
        }

        void after(Order order, Position position) {
            String compared = order == Order.ENDED
                    ? "(ended_at, id) < (?, ?)"
                    : order == Order.DUE ? "(" + DUE + ", id) > (?, ?)" : "(name, id) > (?, ?)";
            term(
                    compared,
                    params -> (order == Order.NAME
                                    ? params.text(position.key())
                                    : params.time(Instant.parse(position.key())))
                            .text(position.id()));
        }

        String sql() {
            return sql.toString();
        }

        Params bind(Params params) throws SQLException {
            for (Binding binding : bindings) {
                binding.bind(params);
            }
            return params;
        }
    }
}
