package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists watches and shows one whole; changes nothing. Tombstones are no watches any more. */
final class FindWatches {
    private static final String ENTRY = "select " + WatchRows.WATCH_COLUMNS + """
            , state, watch.round, watch.outcome, ended_at, source_type, due_at, claimed_due_at
            from\s""";

    private final ParsedTexts parsed;

    FindWatches(ParsedTexts parsed) {
        this.parsed = parsed;
    }

    /**
     * By keyset: a page costs the same however deep it lies, and one that is deleted or added shifts nothing. Each order
     * has its index; that of due times begins with the account, so it is walked once for each of them. The joins are left
     * ones because H2 walks these from the left: nothing of them is without its watch.
     */
    List<Entry> list(Connection connection, Filter filter, Order order, Optional<Position> after, int limit)
            throws SQLException {
        return list(connection, filter, Optional.empty(), order, after, limit);
    }

    /**
     * The same of watches alone whose labels are one of these texts.
     *
     * @param labels empty: any
     */
    List<Entry> list(
            Connection connection,
            Filter filter,
            Optional<List<String>> labels,
            Order order,
            Optional<Position> after,
            int limit)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        switch (order) {
            case NAME ->
                entries.addAll(page(
                        connection,
                        "watch_name left join watch on watch.id = watch_name.watch_id",
                        "listed_as, watch_name.watch_id",
                        filter,
                        labels,
                        order,
                        after,
                        limit));
            case ENDED ->
                entries.addAll(page(
                        connection,
                        "verdict left join watch on watch.id = verdict.watch_id and watch.round = verdict.round",
                        "verdict.observed_at desc, verdict.id desc",
                        filter,
                        labels,
                        order,
                        after,
                        limit));
            case DUE -> {
                List<String> accounts =
                        filter.account().isPresent() ? List.of(filter.account().get()) : accounts(connection);
                for (String account : accounts) {
                    entries.addAll(page(
                            connection,
                            "watch",
                            "account, state, due_at, watch.id",
                            filter.ofAccount(account),
                            labels,
                            order,
                            after,
                            limit));
                }
                entries.sort(Comparator.comparing(Entry::pollableAt)
                        .thenComparing(entry -> entry.watch().id()));
            }
        }
        return entries.subList(0, Math.min(limit, entries.size()));
    }

    private static List<String> accounts(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select name as id from account order by name")) {
            return Columns.ids(statement);
        }
    }

    private List<Entry> page(
            Connection connection,
            String from,
            String order,
            Filter filter,
            Optional<List<String>> labels,
            Order ordered,
            Optional<Position> after,
            int limit)
            throws SQLException {
        WatchCondition condition = new WatchCondition(filter, ordered, ordered == Order.NAME ? "listed_as" : "name");
        labels.ifPresent(condition::labels);
        after.ifPresent(position -> condition.after(ordered, position));
        String sql = ENTRY + from + " where " + condition.sql() + " order by " + order + " fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(new Params(statement)).number(limit);
            return entries(connection, statement);
        }
    }

    /** The texts of all labels that watches have, each once; of more than so many only some. */
    static List<String> labels(Connection connection, int most) throws SQLException {
        String sql =
                "select distinct labels as id from watch where state in ('WATCHING', 'ENDED') fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).number(most);
            return Columns.ids(statement);
        }
    }

    Optional<Entry> find(Connection connection, String id) throws SQLException {
        String sql = ENTRY + "watch where state in ('WATCHING', 'ENDED') and watch.id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(id);
            return entries(connection, statement).stream().findFirst();
        }
    }

    /** How many running watches of the account are due before then. */
    long dueBefore(Connection connection, String account, Instant due) throws SQLException {
        String sql = "select count(*) as n from watch where account = ? and state = 'WATCHING' and due_at < ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(due);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).longNumber("n");
            }
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

    /** A row of a list, whose verdict is still to be read. */
    private record Row(Entry entry, Optional<Outcome> outcome, Optional<Instant> endedAt) {
        Entry with(Optional<Head> head) {
            return outcome.isEmpty()
                    ? entry
                    : entry.ended(new End(
                            outcome.get(),
                            head.map(Head::observedAt).or(() -> endedAt).orElseThrow(),
                            head.map(Head::id),
                            head.map(Head::summary)));
        }
    }

    /** What a list shows of a verdict. */
    private record Head(String id, String summary, Instant observedAt) {}

    private List<Entry> entries(Connection connection, PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            Columns columns = new Columns(result);
            while (result.next()) {
                rows.add(row(columns));
            }
        }
        Map<String, Head> heads = heads(connection, rows);
        return rows.stream()
                .map(row -> row.with(Optional.ofNullable(
                        heads.get(key(row.entry().watch().id(), row.entry().round())))))
                .toList();
    }

    private Row row(Columns columns) throws SQLException {
        State state = State.valueOf(columns.text("state"));
        boolean ended = state == State.ENDED;
        boolean leased = !ended && columns.timeOrNone("claimed_due_at").isPresent();
        Entry entry = new Entry(
                WatchRows.claimed(columns, parsed),
                state,
                columns.number("round"),
                columns.textOrNone("source_type"),
                leased ? columns.timeOrNone("due_at") : Optional.empty(),
                Optional.empty());
        return new Row(
                entry,
                ended ? columns.textOrNone("outcome").map(Outcome::valueOf) : Optional.empty(),
                columns.timeOrNone("ended_at"));
    }

    /** The verdicts of the rounds that ended, by {@link #key}: one statement a page, and none when nothing ended. */
    private static Map<String, Head> heads(Connection connection, List<Row> rows) throws SQLException {
        List<String> ended = rows.stream()
                .filter(row -> row.outcome().isPresent())
                .map(row -> row.entry().watch().id())
                .toList();
        Map<String, Head> heads = new HashMap<>();
        if (ended.isEmpty()) {
            return heads;
        }
        String sql = "select id, watch_id, round, summary, observed_at from verdict where watch_id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ended);
            try (ResultSet result = statement.executeQuery()) {
                Columns columns = new Columns(result);
                while (result.next()) {
                    heads.put(
                            key(columns.text("watch_id"), columns.number("round")),
                            new Head(columns.text("id"), columns.text("summary"), columns.time("observed_at")));
                }
            }
        }
        return heads;
    }

    private static String key(String watchId, int round) {
        return round + " " + watchId;
    }
}
