package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.SEEN;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.ids;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of the WatchStore share: a store on a fresh database, and short words for what they do. */
abstract class WatchStoreContract {
    Databases.Database database;
    WatchStore store;
    final Supplier<String> ids = ids();

    abstract Databases.Database fresh();

    @BeforeEach
    void openStore() {
        database = fresh();
        store = new JdbcWatchStore(database.transactions());
        store.openAccounts(Map.of(ACCOUNT, 1000.0), NOW);
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    List<Watch> claim(Instant now) {
        return store.claim(ACCOUNT, open(500), now, LEASE, 500).watches();
    }

    List<Watch> claim(int limit) {
        return store.claim(ACCOUNT, open(limit), NOW, LEASE, limit).watches();
    }

    void end(WatchSpec spec, Outcome outcome, String verdictId, Instant at) {
        store.register(List.of(spec), NOW, ids);
        store.conclude(List.of(conclusion(claim(NOW).get(0), outcome, verdictId, at)));
    }

    List<Kind> kinds(WatchSpec... specs) {
        return Arrays.stream(specs)
                .map(spec -> store.register(List.of(spec), NOW, ids).get(0).kind())
                .toList();
    }

    AccountRow suspend() {
        return store.changeAccount(ACCOUNT, StoredWatches::suspended).after();
    }

    List<Registered> registerAt(CyclicBarrier start, List<WatchSpec> specs, String who) throws Exception {
        AtomicInteger next = new AtomicInteger();
        start.await();
        return new JdbcWatchStore(database.transactions())
                .register(specs, NOW, () -> who + "-" + next.incrementAndGet());
    }

    void deliverAll() {
        rows("select id as c from delivery").forEach(this::deliver);
    }

    void deliver(String deliveryId) {
        database.transactions().perform(c -> {
            try (PreparedStatement update = c.prepareStatement("update delivery set state = 'DELIVERED' where id = ?");
                    PreparedStatement insert = c.prepareStatement(
                            "insert into attempt"
                                    + " (delivery_id, ended_at, counted, state) values (?, current_timestamp, true, 'DELIVERED')")) {
                update.setString(1, deliveryId);
                update.executeUpdate();
                insert.setString(1, deliveryId);
                insert.executeUpdate();
            }
        });
    }

    List<String> rows(String sql) {
        return database.texts(sql);
    }

    static List<String> names(List<Watch> watches) {
        return watches.stream().map(w -> w.spec().name()).toList();
    }

    static Watch named(List<Watch> watches, String name) {
        return watches.stream()
                .filter(w -> w.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Recheck refused(Watch watch, Instant dueAt) {
        return new Recheck(watch, dueAt, 1, 0, 0, Optional.of("NoPermission"), SEEN);
    }

    static Map<WatchIdentity, String> watchIds(List<Registered> registered) {
        return registered.stream().collect(Collectors.toMap(r -> r.spec().identity(), Registered::watchId));
    }

    static WatchSpec withRef(WatchSpec s, String taskId, String instanceUuid, String region) {
        return new WatchSpec(
                s.name(),
                new PrecheckRef(taskId, instanceUuid, region),
                s.account(),
                s.labels(),
                s.runbook(),
                s.notifiers(),
                s.deadline(),
                s.polling());
    }

    static WatchSpec withDeadline(WatchSpec s, Duration deadline) {
        PollSettings polling = s.polling();
        return new WatchSpec(s.name(), s.ref(), s.account(), s.labels(), s.runbook(), s.notifiers(), deadline, polling);
    }

    static AccountRow withTokens(AccountRow row, double tokens) {
        return with(row, row.state(), row.rate(), tokens);
    }

    static AccountRow withStateAndRate(AccountRow row, AccountState state, double rate) {
        return with(row, state, rate, row.tokens());
    }

    static AccountRow with(AccountRow row, AccountState state, double rate, double tokens) {
        return new AccountRow(
                row.name(),
                state,
                row.since(),
                row.problem(),
                row.transportFailures(),
                row.refusals(),
                row.partial(),
                row.probes(),
                row.nextProbeAt(),
                row.probedAt(),
                rate,
                tokens,
                row.refilledAt(),
                row.cutAt(),
                row.blockedUntil());
    }
}
