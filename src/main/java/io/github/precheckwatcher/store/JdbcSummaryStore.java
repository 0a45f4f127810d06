package io.github.precheckwatcher.store;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.outbox.MessageRows;
import io.github.precheckwatcher.watch.summary.SummaryMark;
import io.github.precheckwatcher.watch.summary.SummaryStore;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps how far the daily summaries have come, and counts for them by the history; the same SQL on H2 and PostgreSQL. */
@Singleton
public final class JdbcSummaryStore implements SummaryStore {
    private static final TypeReference<Verdict> REPORT = new TypeReference<>() {};

    /** Verdicts of these entries that are still the last ones of their instances; parameters: outcome, after, up to. */
    private static final String OF_OUTCOME = """
            from event e
            join verdict v on v.watch_id = e.watch_id and v.observed_at = e.happened_at
            join watch w on w.id = e.watch_id
            join last_verdict l on l.verdict_id = v.id and l.instance_uuid = w.instance_uuid
                and l.uni_region_id = w.uni_region_id and l.account = w.account
            where e.kind = 'ENDED' and e.detail = ? and e.id > ? and e.id <= ?
            """;

    private final Transactions transactions;

    public JdbcSummaryStore(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public Optional<SummaryMark> mark() {
        return transactions.run(JdbcSummaryStore::mark);
    }

    private static Optional<SummaryMark> mark(Connection connection) throws SQLException {
        String sql = """
                select version, sent_for, time_zone, due_at, counted_until, counted_entry
                from summary where scope = 'DAY'""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Columns columns = new Columns(result);
            return result.next()
                    ? Optional.of(new SummaryMark(
                            columns.longNumber("version"),
                            LocalDate.parse(columns.text("sent_for")),
                            columns.text("time_zone"),
                            columns.time("due_at"),
                            columns.time("counted_until"),
                            columns.longNumber("counted_entry")))
                    : Optional.empty();
        }
    }

    @Override
    public void begin(SummaryMark first) {
        String sql = """
                insert into summary (scope, version, sent_for, time_zone, due_at, counted_until, counted_entry)
                values ('DAY', 0, ?, ?, ?, ?, ?)
                on conflict do nothing""";
        transactions.run(c -> Params.update(c, sql, params -> bind(params, first)));
    }

    @Override
    public long newestEntry() {
        return transactions.run(connection -> number(connection, "select max(id) as n from event", params -> {}));
    }

    @Override
    public WatchSummary read(SummaryMark last, long newest, Instant until, int attention, int oldest) {
        return transactions.run(connection -> {
            Map<Outcome, Long> ended = ended(connection, last.entry(), newest);
            long needsAttention = 0;
            List<WatchSummary.Verdict> listed = new ArrayList<>();
            for (Outcome outcome : needingAttention()) {
                if (ended.containsKey(outcome)) {
                    needsAttention += count(connection, outcome, last.entry(), newest);
                    int room = attention - listed.size();
                    listed.addAll(verdicts(connection, outcome, last.entry(), newest, room));
                }
            }
            return new WatchSummary(
                    last.until().isBefore(until) ? last.until() : until,
                    until,
                    ended,
                    needsAttention,
                    listed,
                    number(connection, "select count(*) as n from watch where state = 'WATCHING'", params -> {}),
                    running(connection, oldest));
        });
    }

    /** The most severe first. */
    private static List<Outcome> needingAttention() {
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome != Outcome.PASSED && !outcome.isWithdrawn())
                .sorted(Comparator.comparing(Outcome::rank))
                .toList();
    }

    private static Map<Outcome, Long> ended(Connection connection, long after, long newest) throws SQLException {
        String sql = """
                select detail, count(*) as n from event
                where id > ? and id <= ? and kind = 'ENDED'
                group by detail""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).number(after).number(newest);
            try (ResultSet result = statement.executeQuery()) {
                Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
                Columns columns = new Columns(result);
                while (result.next()) {
                    ended.put(Outcome.valueOf(columns.text("detail")), columns.longNumber("n"));
                }
                return ended;
            }
        }
    }

    private static long count(Connection connection, Outcome outcome, long after, long newest) throws SQLException {
        return number(
                connection,
                "select count(*) as n " + OF_OUTCOME,
                params -> params.text(outcome.name()).number(after).number(newest));
    }

    private static List<WatchSummary.Verdict> verdicts(
            Connection connection, Outcome outcome, long after, long newest, int most) throws SQLException {
        String sql = "select v.id, w.name, v.summary, v.report " + OF_OUTCOME + "order by e.id fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .text(outcome.name())
                    .number(after)
                    .number(newest)
                    .number(most);
            try (ResultSet result = statement.executeQuery()) {
                List<WatchSummary.Verdict> verdicts = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    Verdict report = StoredJson.read(columns.text("report"), REPORT);
                    verdicts.add(new WatchSummary.Verdict(
                            columns.text("id"),
                            columns.text("name"),
                            outcome,
                            columns.text("summary"),
                            report.checks(),
                            report.passed()));
                }
                return verdicts;
            }
        }
    }

    private static List<WatchSummary.Running> running(Connection connection, int most) throws SQLException {
        String sql = """
                select name, round_started_at from watch
                where state = 'WATCHING'
                order by round_started_at, id
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).number(most);
            try (ResultSet result = statement.executeQuery()) {
                List<WatchSummary.Running> running = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    running.add(new WatchSummary.Running(columns.text("name"), columns.time("round_started_at")));
                }
                return running;
            }
        }
    }

    private static long number(Connection connection, String sql, Params.Binding binding) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(new Params(statement));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Columns(result).longNumber("n");
            }
        }
    }

    @Override
    public boolean advance(long version, SummaryMark next, List<NewDelivery> deliveries) {
        String sql = """
                update summary
                set sent_for = ?, time_zone = ?, due_at = ?, counted_until = ?, counted_entry = ?, version = version + 1
                where scope = 'DAY' and version = ?""";
        return transactions.run(connection -> {
            boolean first =
                    Params.update(connection, sql, params -> bind(params, next).number(version)) == 1;
            if (first && !deliveries.isEmpty()) {
                MessageRows.insert(connection, deliveries, Optional.empty());
            }
            return first;
        });
    }

    private static Params bind(Params params, SummaryMark mark) throws SQLException {
        return params.text(mark.day().toString())
                .text(mark.zone())
                .time(mark.dueAt())
                .time(mark.until())
                .number(mark.entry());
    }
}
