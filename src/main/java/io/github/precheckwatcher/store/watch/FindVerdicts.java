package io.github.precheckwatcher.store.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Params.Binding;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.WatchQueries.Concluded;
import io.github.precheckwatcher.watch.WatchQueries.Ended;
import io.github.precheckwatcher.watch.WatchQueries.VerdictFilter;
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

    private static final String COLUMNS = "id, watch_id, round, polls, started_at, report";

    private final ParsedTexts parsed;

    FindVerdicts(ParsedTexts parsed) {
        this.parsed = parsed;
    }

    /**
     * A part of the list.
     *
     * @param matching those whose watches have the labels that are wanted
     * @param read how many there were before labels were looked at
     * @param last where the last of them stands
     */
    record Part(List<Concluded> matching, int read, Optional<PagePosition> last) {}

    /**
     * By keyset: a part costs the same however deep it lies, and one that is deleted or added shifts nothing. The inner
     * query alone has an order that an index gives; what is looked up of the watches comes behind its limit.
     */
    Part list(Connection connection, VerdictFilter filter, Optional<PagePosition> after, int limit)
            throws SQLException {
        Condition condition = new Condition(filter);
        after.ifPresent(condition::after);
        String sql =
                "select v.id, v.watch_id, v.round, v.polls, v.started_at, v.report, v.observed_at, w.name, w.account,"
                        + " w.labels from (select " + COLUMNS + ", observed_at from verdict where 1 = 1" + condition.sql
                        + " order by observed_at desc, id desc fetch first ? rows only) v"
                        + " join watch w on w.id = v.watch_id order by v.observed_at desc, v.id desc";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Binding binding : condition.bindings) {
                binding.bind(params);
            }
            params.number(limit);
            try (ResultSet result = statement.executeQuery()) {
                return part(filter, result);
            }
        }
    }

    private Part part(VerdictFilter filter, ResultSet result) throws SQLException {
        List<Concluded> matching = new ArrayList<>();
        Optional<PagePosition> last = Optional.empty();
        int read = 0;
        Columns columns = new Columns(result);
        while (result.next()) {
            read++;
            last = Optional.of(new PagePosition(columns.time("observed_at"), columns.text("id")));
            Map<String, String> labels = parsed.labels(columns.text("labels"));
            if (filter.matchers().stream().allMatch(matcher -> matcher.matches(labels))) {
                matching.add(Concluded.of(ended(columns), columns.text("name"), columns.text("account"), labels));
            }
        }
        return new Part(matching, read, last);
    }

    Optional<Ended> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select " + COLUMNS + " from verdict where id = ?")) {
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

    /** What is not asked for does not stand in it. What is asked of the watch is looked up, so that the order stays the index's. */
    private static final class Condition {
        private final StringBuilder sql = new StringBuilder();
        private final List<Binding> bindings = new ArrayList<>();

        Condition(VerdictFilter filter) {
            filter.since().ifPresent(time -> term("observed_at >= ?", params -> params.time(time)));
            filter.until().ifPresent(time -> term("observed_at < ?", params -> params.time(time)));
            filter.outcome().ifPresent(outcome -> term("outcome = ?", params -> params.text(outcome.name())));
            filter.account().ifPresent(account -> ofWatch("w.account = ?", params -> params.text(account)));
            filter.region().ifPresent(region -> ofWatch("w.uni_region_id = ?", params -> params.text(region)));
            filter.name()
                    .map(NamePattern::of)
                    .ifPresent(name -> ofWatch(NamePattern.fits("w.name"), params -> params.text(name)));
            filter.text()
                    .map(NamePattern::around)
                    .ifPresent(text -> ofWatch(
                            "(" + NamePattern.fits("w.name") + " or " + NamePattern.fits("w.task_id") + " or "
                                    + NamePattern.fits("w.instance_uuid") + ")",
                            params -> params.text(text).text(text).text(text)));
        }

        /** The first term is what H2 enters the index by: it cannot do so by a pair. */
        void after(PagePosition position) {
            term(
                    "observed_at <= ? and (observed_at, id) < (?, ?)",
                    params -> params.time(position.occurredAt())
                            .time(position.occurredAt())
                            .text(position.id()));
        }

        private void ofWatch(String term, Binding binding) {
            term("exists (select 1 from watch w where w.id = verdict.watch_id and " + term + ")", binding);
        }

        private void term(String term, Binding binding) {
            sql.append(" and ").append(term);
            bindings.add(binding);
        }
    }
}
