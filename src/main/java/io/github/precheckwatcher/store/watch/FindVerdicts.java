package io.github.precheckwatcher.store.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.NamePattern;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Params.Binding;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.VerdictQueries.Concluded;
import io.github.precheckwatcher.watch.VerdictQueries.Ended;
import io.github.precheckwatcher.watch.VerdictQueries.Filter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists verdicts and shows one whole; changes nothing. */
final class FindVerdicts {
    private static final TypeReference<Verdict> VERDICT = new TypeReference<>() {};

    private static final String COLUMNS = "v.id, v.watch_id, v.round, v.polls, v.started_at, v.report";

    /** So many verdicts are looked at in one query where not all of them may fit. */
    private static final int SCAN = 1_000;

    private final ParsedTexts parsed;

    FindVerdicts(ParsedTexts parsed) {
        this.parsed = parsed;
    }

    /**
     * A part of the list.
     *
     * @param last the last verdict that was looked at
     * @param more whether there may be others behind it
     */
    record Part(List<Concluded> verdicts, Optional<PagePosition> last, boolean more) {}

    /**
     * By keyset: a part costs the same however deep it lies, and one that is deleted or added shifts nothing.
     *
     * @param most at most so many, > 0
     */
    Part list(Connection connection, Filter filter, Optional<PagePosition> after, int most) throws SQLException {
        OfWatch ofWatch = new OfWatch(filter);
        int scan = ofWatch.takesAll() ? most : Math.max(most, SCAN);
        List<String> fitting = new ArrayList<>();
        Optional<PagePosition> last = Optional.empty();
        int looked = 0;
        try (PreparedStatement statement = heads(connection, filter, ofWatch, after, scan);
                ResultSet result = statement.executeQuery()) {
            Columns columns = new Columns(result);
            while (fitting.size() < most && result.next()) {
                looked++;
                last = Optional.of(new PagePosition(columns.time("observed_at"), columns.text("id")));
                if (columns.number("fits") == 1 && fits(filter, parsed.labels(columns.text("labels")))) {
                    fitting.add(columns.text("id"));
                }
            }
        }
        return new Part(concluded(connection, fitting), last, fitting.size() == most || looked == scan);
    }

    /**
     * What is asked of the watch is a column, not a condition: so the order is that of an index whatever is asked, where a
     * database would else look for the watches first, anew for each part, and sort their verdicts.
     */
    private static PreparedStatement heads(
            Connection connection, Filter filter, OfWatch ofWatch, Optional<PagePosition> after, int scan)
            throws SQLException {
        Terms terms = new Terms();
        filter.since().ifPresent(time -> terms.add("observed_at >= ?", params -> params.time(time)));
        filter.until().ifPresent(time -> terms.add("observed_at < ?", params -> params.time(time)));
        filter.outcome().ifPresent(outcome -> terms.add("outcome = ?", params -> params.text(outcome.name())));
        // the first term is what H2 enters the index by: it cannot do so by a pair
        after.ifPresent(position -> terms.add(
                "observed_at <= ? and (observed_at, id) < (?, ?)",
                params -> params.time(position.occurredAt())
                        .time(position.occurredAt())
                        .text(position.id())));
        String sql = "select v.id, v.observed_at, w.labels, case when 1 = 1" + ofWatch.terms.sql
                + " then 1 else 0 end as fits"
                + " from (select id, watch_id, observed_at from verdict where 1 = 1" + terms.sql
                + " order by observed_at desc, id desc fetch first ? rows only) v"
                + " join watch w on w.id = v.watch_id order by v.observed_at desc, v.id desc";
        PreparedStatement statement = connection.prepareStatement(sql);
        Params params = new Params(statement);
        ofWatch.terms.bind(params);
        terms.bind(params);
        params.number(scan);
        return statement;
    }

    private static boolean fits(Filter filter, Map<String, String> labels) {
        return filter.matchers().stream().allMatch(matcher -> matcher.matches(labels));
    }

    private List<Concluded> concluded(Connection connection, List<String> ids) throws SQLException {
        String sql = "select " + COLUMNS + """
                , w.name, w.account, w.labels
                from verdict v join watch w on w.id = v.watch_id
                where v.id = any(?)
                order by v.observed_at desc, v.id desc""";
        List<Concluded> concluded = new ArrayList<>();
        if (ids.isEmpty()) {
            return concluded;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids);
            try (ResultSet result = statement.executeQuery()) {
                Columns columns = new Columns(result);
                while (result.next()) {
                    concluded.add(Concluded.of(
                            ended(columns),
                            columns.text("name"),
                            columns.text("account"),
                            parsed.labels(columns.text("labels"))));
                }
            }
        }
        return concluded;
    }

    Optional<Ended> find(Connection connection, String id) throws SQLException {
        String sql = "select " + COLUMNS + " from verdict v where v.id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(id);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(ended(new Columns(result))) : Optional.empty();
            }
        }
    }

    private static Ended ended(Columns columns) throws SQLException {
        return new Ended(
                columns.text("watch_id"),
                columns.number("round"),
                columns.number("polls"),
                columns.timeOrNone("started_at"),
                StoredJson.read(columns.text("report"), VERDICT));
    }

    /** What is asked of the watch, its labels apart. */
    private static final class OfWatch {
        private final Terms terms = new Terms();
        private final boolean labels;

        OfWatch(Filter filter) {
            labels = !filter.matchers().isEmpty();
            filter.account().ifPresent(account -> terms.add("w.account = ?", params -> params.text(account)));
            filter.region().ifPresent(region -> terms.add("w.uni_region_id = ?", params -> params.text(region)));
            filter.name()
                    .map(NamePattern::of)
                    .ifPresent(name -> terms.add(NamePattern.fits("w.name"), params -> params.text(name)));
            filter.text()
                    .map(NamePattern::around)
                    .ifPresent(text -> terms.add(
                            "(" + NamePattern.fits("w.name") + " or " + NamePattern.fits("w.task_id") + " or "
                                    + NamePattern.fits("w.instance_uuid") + ")",
                            params -> params.text(text).text(text).text(text)));
        }

        boolean takesAll() {
            return !labels && terms.bindings.isEmpty();
        }
    }

    /** Conditions with what they bind. */
    private static final class Terms {
        private final StringBuilder sql = new StringBuilder();
        private final List<Binding> bindings = new ArrayList<>();

        void add(String term, Binding binding) {
            sql.append(" and ").append(term);
            bindings.add(binding);
        }

        void bind(Params params) throws SQLException {
            for (Binding binding : bindings) {
                binding.bind(params);
            }
        }
    }
}
