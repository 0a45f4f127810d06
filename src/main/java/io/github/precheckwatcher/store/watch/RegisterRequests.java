package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.RequestedRows;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.watch.RegisterWatches.Replaced;
import io.github.precheckwatcher.store.watch.RegisterWatches.Stored;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.WatchStore.Requested;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Registers what somebody asks for, whole or not at all, one request at a time. What is written is locked first, in the
 * order of ids, as write-backs lock theirs: neither waits for the other in a circle. What stays as it is is not locked.
 */
final class RegisterRequests {
    private final Transactions transactions;
    private final RegisterWatches watches;
    private final StartRounds startRounds = new StartRounds();

    RegisterRequests(Transactions transactions, RegisterWatches watches) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.watches = requireNonNull(watches, "watches");
    }

    /** Who asks, when, and what holds for it: as {@link io.github.precheckwatcher.watch.WatchStore#request} says. */
    record Asked(Instant now, Supplier<String> ids, Requester by, Predicate<WatchIdentity> named, int most) {}

    /** As {@link io.github.precheckwatcher.watch.WatchStore#request}. */
    Requested register(List<WatchSpec> specs, Asked asked) {
        List<WatchSpec> ordered = specs.stream()
                .map(WatchRows::kept)
                .sorted(RegisterAll.BY_IDENTITY)
                .toList();
        try {
            Requested requested = transactions.run(c -> new Request(c, ordered, asked).register());
            return requested instanceof Requested.Done done ? inOrder(specs, done) : requested;
        } catch (StoreException e) {
            if (e.kind() != StoreFault.Kind.CONTENT) {
                throw e;
            }
            WatchIdentity refused = refused(ordered, asked).identity();
            return new Requested.Refused(
                    specs.stream()
                            .filter(spec -> WatchRows.kept(spec.identity()).equals(refused))
                            .findFirst()
                            .orElseThrow(),
                    StoreFault.words(e));
        }
    }

    private static Requested.Done inOrder(List<WatchSpec> specs, Requested.Done done) {
        Map<WatchIdentity, Registered> became = done.registered().stream()
                .collect(Collectors.toMap(registered -> registered.spec().identity(), registered -> registered));
        return new Requested.Done(specs.stream()
                .map(spec -> {
                    Registered registered = became.get(WatchRows.kept(spec.identity()));
                    return new Registered(spec, registered.watchId(), registered.kind());
                })
                .toList());
    }

    /** The first that the database does not take, found by halves. Nothing is kept of what is tried. */
    private WatchSpec refused(List<WatchSpec> specs, Asked asked) {
        List<WatchSpec> left = specs;
        while (left.size() > 1) {
            List<WatchSpec> half = left.subList(0, left.size() / 2);
            left = isTaken(half, asked) ? left.subList(half.size(), left.size()) : half;
        }
        return left.get(0);
    }

    private boolean isTaken(List<WatchSpec> specs, Asked asked) {
        try {
            transactions.perform(c -> {
                new Request(c, specs, asked).register();
                throw new Undone();
            });
            return true;
        } catch (Undone e) {
            return true;
        } catch (StoreException e) {
            if (e.kind() != StoreFault.Kind.CONTENT) {
                throw e;
            }
            return false;
        }
    }

    /** Ends a transaction that was only tried. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undone() {
            super("only tried", null, false, false);
        }
    }

    /** One request in its transaction. */
    private final class Request {
        private final Connection connection;
        private final Map<WatchIdentity, WatchSpec> wanted = new LinkedHashMap<>();
        private final Asked asked;
        private final List<Registered> results = new ArrayList<>();
        private final List<Replaced> changed = new ArrayList<>();
        private final List<StartRounds.Round> newRounds = new ArrayList<>();
        private final List<History.Entry> history = new ArrayList<>();

        Request(Connection connection, List<WatchSpec> specs, Asked asked) {
            this.connection = connection;
            this.asked = asked;
            specs.forEach(spec -> wanted.put(spec.identity(), spec));
        }

        Requested register() throws SQLException {
            RequestedRows.lock(connection);
            Map<WatchIdentity, Stored> stored = stored();
            stored.forEach((identity, row) -> sort(wanted.get(identity), row));
            List<WatchSpec> missing = wanted.values().stream()
                    .filter(spec -> !stored.containsKey(spec.identity()))
                    .toList();
            List<String> counted = newlyCounted();
            int more = missing.size() + counted.size();
            long there = RequestedRows.count(connection);
            if (more > 0 && there + more > asked.most()) {
                return new Requested.TooMany(there, more);
            }
            counted.addAll(insert(missing));
            for (List<Replaced> chunk : Chunks.of(changed)) {
                watches.replace(connection, chunk, asked.now(), false);
            }
            for (List<StartRounds.Round> chunk : Chunks.of(newRounds)) {
                startRounds.start(connection, chunk, asked.now());
            }
            RequestedRows.add(connection, counted);
            for (List<History.Entry> chunk : Chunks.of(history)) {
                History.append(connection, chunk);
            }
            return new Requested.Done(results);
        }

        /** What there is, looked up piece by piece: H2 compares each row that it finds with each value of a list. */
        private Map<WatchIdentity, Stored> stored() throws SQLException {
            Map<WatchIdentity, Stored> stored = look(wanted.keySet());
            Map<String, WatchIdentity> written = new TreeMap<>();
            stored.forEach((identity, row) -> {
                Kind kind = kind(wanted.get(identity), row);
                if (kind == Kind.CHANGED || kind == Kind.NEW_ROUND) {
                    written.put(row.id(), identity);
                }
            });
            stored.keySet().removeAll(written.values()); // one that is gone meanwhile is a new one
            for (List<String> chunk : Chunks.of(List.copyOf(written.keySet()))) {
                stored.putAll(watches.lock(connection, chunk, wanted.keySet()));
            }
            return stored;
        }

        private Map<WatchIdentity, Stored> look(Collection<WatchIdentity> identities) throws SQLException {
            Map<WatchIdentity, Stored> stored = new HashMap<>();
            for (List<WatchIdentity> chunk : Chunks.of(List.copyOf(identities))) {
                stored.putAll(watches.look(connection, Set.copyOf(chunk)));
            }
            return stored;
        }

        /** A round of one that a file named once, and names no more, runs because of the request. */
        private List<String> newlyCounted() throws SQLException {
            List<String> ids =
                    newRounds.stream().map(StartRounds.Round::watchId).collect(Collectors.toCollection(ArrayList::new));
            Set<String> before = RequestedRows.among(connection, ids);
            ids.removeAll(before);
            return ids;
        }

        /** The ids of what is new; another node may have been faster with a file that names it. */
        private List<String> insert(List<WatchSpec> missing) throws SQLException {
            Map<WatchIdentity, String> proposed = new HashMap<>();
            for (List<WatchSpec> chunk : Chunks.of(missing)) {
                proposed.putAll(watches.insert(connection, chunk, asked.now(), asked.ids(), false, false));
            }
            List<String> inserted = new ArrayList<>();
            look(proposed.keySet()).forEach((identity, row) -> {
                WatchSpec spec = wanted.get(identity);
                if (row.id().equals(proposed.get(identity))) {
                    inserted.add(row.id());
                    become(spec, row, Kind.NEW, Optional.of(History.Kind.REGISTERED));
                } else {
                    sort(spec, row);
                }
            });
            return inserted;
        }

        private void sort(WatchSpec spec, Stored stored) {
            Kind kind = kind(spec, stored);
            Optional<History.Kind> worthNoting = Optional.empty();
            if (kind == Kind.CHANGED) {
                changed.add(new Replaced(stored, withUnsaid(spec, stored.spec())));
                worthNoting = Optional.of(History.Kind.CHANGED);
            } else if (kind == Kind.NEW_ROUND) {
                newRounds.add(new StartRounds.Round(stored.id(), withUnsaid(spec, stored.spec()), false));
                worthNoting = Optional.of(History.Kind.NEW_ROUND);
            }
            become(spec, stored, kind, worthNoting);
        }

        /** What becomes of one that is there. */
        private Kind kind(WatchSpec spec, Stored stored) {
            if (stored.isWatching()) {
                if (withUnsaid(spec, stored.spec()).equals(stored.spec())) {
                    return Kind.RUNNING;
                }
                return stored.inFiles() ? Kind.IN_FILES : Kind.CHANGED;
            }
            if (!stored.wasTooShort(spec)) {
                return Kind.ENDED;
            }
            return asked.named().test(spec.identity()) ? Kind.IN_FILES : Kind.NEW_ROUND;
        }

        private void become(WatchSpec spec, Stored stored, Kind kind, Optional<History.Kind> worthNoting) {
            results.add(new Registered(spec, stored.id(), kind));
            worthNoting
                    .map(k -> History.Entry.of(asked.now(), k, stored.id(), spec.account(), spec.name())
                            .by(Optional.of(asked.by())))
                    .ifPresent(history::add);
        }
    }

    /** With what no request says, as it is stored. */
    private static WatchSpec withUnsaid(WatchSpec asked, WatchSpec stored) {
        return new WatchSpec(
                asked.name(),
                asked.ref(),
                asked.account(),
                asked.labels(),
                stored.runbook(),
                asked.notifiers(),
                asked.deadline(),
                asked.polling(),
                stored.onRemoval());
    }
}
