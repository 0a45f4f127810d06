package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.store.database.ActTime;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Forgotten;
import io.github.precheckwatcher.watch.act.Selection;
import io.github.precheckwatcher.watch.act.WatchActs;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What operators do to watches; the same SQL on H2 and PostgreSQL. Thread safe. Failures of the database are
 * {@code StoreException}s.
 */
@Singleton
public final class JdbcWatchActs implements WatchActs {
    private final Transactions transactions;
    private final ChooseWatches chooseWatches;
    private final TakeWatches takeWatches;
    private final StartRounds startRounds = new StartRounds();
    private final ForgetWatch forgetWatch;

    @Inject
    public JdbcWatchActs(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
        ParsedTexts parsed = new ParsedTexts();
        this.chooseWatches = new ChooseWatches(parsed);
        this.takeWatches = new TakeWatches(transactions, parsed);
        this.forgetWatch = new ForgetWatch(chooseWatches);
    }

    @Override
    public List<Chosen> choose(Selection selection, Instant now) {
        return transactions.run(c -> chooseWatches.find(c, selection, now));
    }

    @Override
    public List<Watch> take(Collection<String> ids, Instant now, Duration lease) {
        return takeWatches.take(ids, new ActTime(now, System::nanoTime), lease);
    }

    @Override
    public List<Chosen> poll(Collection<String> ids, Instant now, Requester by) {
        List<Chosen> found = new ArrayList<>();
        for (List<String> chunk : Chunks.of(ids.stream().distinct().sorted().toList())) {
            found.addAll(transactions.run(c -> poll(c, chunk, now, by)));
        }
        return found;
    }

    /** One that was due before keeps its place among those that wait. */
    private List<Chosen> poll(Connection connection, List<String> ids, Instant now, Requester by) throws SQLException {
        List<Chosen> found = chooseWatches.lock(connection, new Selection.ByIds(ids), now);
        List<Chosen> due =
                found.stream().filter(watch -> watch.runs() && !watch.polled()).toList();
        if (!due.isEmpty()) {
            Params.update(
                    connection,
                    "update watch set due_at = least(due_at, ?) where id = any(?)",
                    params ->
                            params.time(now).texts(due.stream().map(Chosen::id).toList()));
            History.append(
                    connection,
                    due.stream()
                            .map(watch -> entry(now, History.Kind.POLL_REQUESTED, watch, by))
                            .toList());
        }
        return found;
    }

    @Override
    public List<Chosen> rewatch(Selection selection, Collection<WatchSpec> files, Instant now, Requester by) {
        Map<WatchIdentity, WatchSpec> named = files.stream()
                .map(WatchRows::kept)
                .collect(Collectors.toMap(WatchSpec::identity, Function.identity(), (a, b) -> b));
        return transactions.run(c -> rewatch(c, selection, named, now, by));
    }

    private List<Chosen> rewatch(
            Connection connection, Selection selection, Map<WatchIdentity, WatchSpec> named, Instant now, Requester by)
            throws SQLException {
        List<Chosen> found = new ArrayList<>();
        List<StartRounds.Round> rounds = new ArrayList<>();
        List<History.Entry> history = new ArrayList<>();
        for (Chosen watch : chooseWatches.lock(connection, selection, now)) {
            if (watch.runs()) {
                found.add(watch);
                continue;
            }
            WatchSpec file = named.get(watch.spec().identity());
            Chosen begins = file == null ? watch : watch.with(file);
            found.add(begins);
            rounds.add(new StartRounds.Round(watch.id(), begins.spec(), file != null));
            history.add(entry(now, History.Kind.NEW_ROUND, begins, by));
        }
        startRounds.start(connection, rounds, now);
        History.append(connection, history);
        return found;
    }

    @Override
    public Forgotten forget(String id, Instant now, Requester by) {
        return transactions.run(c -> forgetWatch.forget(c, id, now, by));
    }

    private static History.Entry entry(Instant now, History.Kind kind, Chosen watch, Requester by) {
        return History.Entry.of(
                        now,
                        kind,
                        watch.id(),
                        watch.spec().account(),
                        watch.spec().name())
                .by(Optional.of(by));
    }
}
