package io.github.precheckwatcher.store.outbox;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.store.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps mutes in the same database as the verdicts that they hold back; the same SQL on H2 and PostgreSQL. Thread safe, and
 * safe beside other nodes. Failures of the database are {@code StoreException}s.
 */
@Singleton
public final class JdbcMuteStore implements MuteStore {
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final Transactions transactions;
    private final MuteRows rows = new MuteRows();
    private final AliveMutes aliveMutes = new AliveMutes();

    @Inject
    public JdbcMuteStore(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public Reach reach(Mute mute) {
        return transactions.run(c -> mute.matchers().isEmpty() ? named(c, mute) : matching(c, mute));
    }

    private static Reach named(Connection connection, Mute mute) throws SQLException {
        Map<String, String> names = new HashMap<>();
        long running = 0;
        for (Named watch : named(connection, mute.watches().keySet())) {
            names.put(watch.id(), watch.name());
            running += watch.state().equals("WATCHING") ? 1 : 0;
        }
        return new Reach(running, names);
    }

    /** Many watches have the same labels: each text is read and matched once. */
    private static Reach matching(Connection connection, Mute mute) throws SQLException {
        String sql = "select labels, count(*) as n from watch where state = 'WATCHING' group by labels";
        long running = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Columns columns = new Columns(result);
            while (result.next()) {
                boolean hit = mute.hits("", StoredJson.read(columns.text("labels"), LABELS));
                running += hit ? columns.longNumber("n") : 0;
            }
        }
        return new Reach(running, Map.of());
    }

    @Override
    public void add(Mute mute) {
        transactions.perform(c -> {
            rows.insert(c, mute);
            note(c, mute, History.Kind.MUTED, mute.createdAt(), Optional.of(mute.by()), "until " + mute.until());
        });
    }

    @Override
    public Optional<Entry> end(String id, Instant now, Optional<Requester> by) {
        return transactions.run(c -> {
            if (!rows.end(c, id, now, by)) {
                return Optional.empty();
            }
            Entry ended = rows.find(c, id).orElseThrow();
            long verdicts = ended.verdicts();
            note(
                    c,
                    ended.mute(),
                    History.Kind.UNMUTED,
                    now,
                    by,
                    verdicts == 1 ? "1 verdict fell under it" : verdicts + " verdicts fell under it");
            return Optional.of(ended);
        });
    }

    /** An entry for each watch that it names and that is still there; for matchers one that belongs to none. */
    private static void note(
            Connection connection, Mute mute, History.Kind kind, Instant at, Optional<Requester> by, String more)
            throws SQLException {
        String detail = "mute " + mute.id() + ": " + more;
        List<History.Entry> entries = new ArrayList<>();
        if (mute.matchers().isEmpty()) {
            named(connection, mute.watches().keySet())
                    .forEach(watch -> entries.add(History.Entry.of(at, kind, watch.id(), watch.account(), detail)
                            .by(by)));
        } else {
            String matchers =
                    mute.matchers().stream().map(LabelMatcher::toString).collect(Collectors.joining(", "));
            entries.add(new History.Entry(
                    at, kind, Optional.empty(), Optional.empty(), Optional.of(detail + ": " + matchers), by));
        }
        History.append(connection, entries);
    }

    private record Named(String id, String name, String account, String state) {}

    private static List<Named> named(Connection connection, Collection<String> ids) throws SQLException {
        String sql = """
                select id, name, account, state from watch
                where id = any(?) and state in ('WATCHING', 'ENDED') order by id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(ids);
            try (ResultSet result = statement.executeQuery()) {
                List<Named> named = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    named.add(new Named(
                            columns.text("id"), columns.text("name"), columns.text("account"), columns.text("state")));
                }
                return named;
            }
        }
    }

    @Override
    public Optional<Entry> find(String id) {
        return transactions.run(c -> rows.find(c, id));
    }

    @Override
    public List<Mute> alive() {
        return transactions.run(aliveMutes::read);
    }

    @Override
    public List<Entry> list(boolean ended, Optional<PagePosition> after, int limit) {
        return transactions.run(c -> rows.list(c, ended, after, limit));
    }

    @Override
    public List<String> open(Instant now) {
        return transactions.run(c -> rows.open(c, now));
    }

    @Override
    public int sendOn(String id, Instant now, Rules rules) {
        Optional<Mute> mute =
                find(id).map(Entry::mute).filter(ended -> ended.end().isPresent());
        if (mute.isEmpty()) {
            return 0;
        }
        SendHeldBack sending = new SendHeldBack(now, rules);
        int sent = 0;
        for (String notifier : transactions.run(c -> SendHeldBack.notifiers(c, id))) {
            sent += transactions.run(c -> sending.send(c, mute.get(), notifier));
        }
        transactions.perform(c -> rows.done(c, id));
        return sent;
    }

    @Override
    public Map<String, List<String>> marks(Collection<String> verdictIds) {
        return verdictIds.isEmpty() ? Map.of() : transactions.run(c -> marks(c, verdictIds));
    }

    private static Map<String, List<String>> marks(Connection connection, Collection<String> verdictIds)
            throws SQLException {
        String sql = "select verdict_id, mute_id from muted where verdict_id = any(?) order by mute_id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(verdictIds);
            try (ResultSet result = statement.executeQuery()) {
                Map<String, List<String>> marks = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    marks.computeIfAbsent(columns.text("verdict_id"), verdict -> new ArrayList<>())
                            .add(columns.text("mute_id"));
                }
                return marks;
            }
        }
    }
}
