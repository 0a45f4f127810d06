package io.github.precheckwatcher.registration;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeRules;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempts;
import io.github.precheckwatcher.notify.outbox.Outbox.Claim;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.JdbcNodeStore;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.FileHousekeeping;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import io.github.precheckwatcher.watch.account.AccountState;
import io.github.precheckwatcher.watch.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that runs for many days with a retention of one: neither a table nor the embedded database's file grows beyond
 * what the first day took. Time is virtual, and a day takes seconds: so H2 is told not to keep what is dead for the 45 s
 * that are nothing in a real one.
 */
class LongLifeTest {
    private static final int PRECHECKS = Integer.getInteger("long-life", 5_000);
    private static final int DAYS = 5;
    private static final int HOURS = 24;
    /** How often the file is looked after in an hour at most; in a real one 360 times. */
    private static final int STEPS = 60;

    private static final double MOST = 1.5;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    /** What a store was like after some days. */
    private record Grown(long stopped, long largest, Map<String, Long> rows) {}

    @Test
    void neither_the_tables_nor_the_file_grow_beyond_what_the_first_day_took() throws IOException {
        Grown first = run(1);
        Grown last = run(DAYS);

        System.getLogger(LongLifeTest.class.getName())
                .log(System.Logger.Level.INFO, "after the first day {0}, after the last {1}", first, last);
        assertThat(first.rows()).containsKeys("watch", "verdict", "delivery", "event", "account", "alert", "node");
        last.rows()
                .forEach((table, rows) -> assertThat(rows)
                        .as("rows of %s: %s, then %s", table, first.rows(), last.rows())
                        .isLessThanOrEqualTo(most(first.rows().get(table))));
        assertThat(last.stopped()).as("the file after a stop").isLessThanOrEqualTo(most(first.stopped()));
        assertThat(last.largest()).as("the file while it runs").isLessThanOrEqualTo(most(first.largest()));
    }

    private static long most(long first) {
        return (long) (MOST * first);
    }

    private Grown run(int days) throws IOException {
        Path data = folder.resolve("after-" + days);
        Map<String, Long> rows;
        long largest;
        Path file;
        try (World world = new World(data, folder)) {
            for (int day = 0; day < days; day++) {
                for (int hour = 0; hour < HOURS; hour++) {
                    world.hour(day, PRECHECKS / DAYS / HOURS);
                }
            }
            rows = world.rows();
            largest = world.largest;
            file = world.file;
        }
        compact(data);
        return new Grown(Files.size(file), largest, rows);
    }

    /** A stop does so for two seconds, which is more or less work by how fast the machine is; here it is done whole. */
    private static void compact(Path data) {
        try (Connection connection = DriverManager.getConnection(H2Url.of(data), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store that does what the daemon does to it. */
    private static final class World implements AutoCloseable {
        private final Path file;
        private final FakeClock clock = new FakeClock(NOW);
        private final Databases.Database database;
        private final JdbcWatchStore store;
        private final JdbcOutbox outbox;
        private final JdbcAlertStore alerts;
        private final JdbcNodeStore nodes;
        private final TaskRegistration registration;
        private final Expiry expiry;
        private final FileHousekeeping housekeeping;
        private long largest;
        private int named;

        World(Path data, Path folder) throws IOException {
            database = Databases.h2(data);
            try (Stream<Path> files = Files.list(data)) {
                file = files.findFirst().orElseThrow();
            }
            database.execute("set retention_time 0");
            store = new JdbcWatchStore(database.transactions());
            outbox = new JdbcOutbox(database.transactions());
            alerts = new JdbcAlertStore(database.transactions());
            nodes = new JdbcNodeStore(database.transactions());
            CurrentConfig config = new CurrentConfig(new ConfigFolderBuilder(folder)
                    .application("watcher: { retention: 1d }\n")
                    .load());
            FaultLog faults = new FaultLog(new StoreOutage(clock), clock);
            registration = new TaskRegistration(store, clock, UUID::randomUUID, config);
            expiry = new Expiry(store, config, registration, faults, clock);
            housekeeping = new FileHousekeeping(
                    database.transactions(), config.config().store(), faults);
        }

        /** An hour's prechecks from their registration to their delivery, and what grows beside them. */
        void hour(int day, int prechecks) {
            List<WatchSpec> specs = new ArrayList<>();
            for (int i = 0; i < prechecks; i++) {
                specs.add(StoredWatches.spec("db-" + named++));
            }
            store.openAccounts(Map.of(ACCOUNT, 1_000.0, "of-day-" + day, 1.0), clock.instant());
            store.changeAccount(
                    ACCOUNT,
                    row -> row.state() == AccountState.OK
                            ? StoredWatches.suspended(row)
                            : io.github.precheckwatcher.watch.account.AccountRow.fresh(
                                    ACCOUNT, 1_000, clock.instant()));
            nodes.write(new Node(UUID.randomUUID().toString(), "host", "1", "x"));
            registration.apply(specs);
            sample();
            for (int poll = 0; poll < 3; poll++) {
                List<Watch> claimed = claim();
                while (!claimed.isEmpty()) {
                    store.record(claimed.stream()
                            .map(watch ->
                                    StoredWatches.recheck(watch, clock.instant().plusSeconds(5)))
                            .toList());
                    claimed = claim();
                }
                clock.advance(Duration.ofSeconds(10));
                sample();
            }
            List<Watch> ending = claim();
            while (!ending.isEmpty()) {
                store.conclude(ending.stream().map(this::conclusion).toList());
                ending = claim();
            }
            sample();
            deliver("log");
            deliver("ops-of-day-" + day);
            clock.advance(HOUR.minusSeconds(30));
            database.execute("update node set seen_at = seen_at - interval '1' hour");
            expiry.expire();
            for (int step = 0; step < STEPS && housekeeping.step(); step++) {
                sample();
            }
            alerts.forget(clock.instant().minus(Duration.ofDays(1)));
            sample();
        }

        private List<Watch> claim() {
            return store.claim(ACCOUNT, StoredWatches.open(500), clock.instant(), LEASE, 500)
                    .watches();
        }

        private Conclusion conclusion(Watch watch) {
            Instant now = clock.instant();
            String verdict = UUID.randomUUID().toString();
            String ops = "ops-of-day-" + Duration.between(NOW, now).toDays();
            AlertKey key = new AlertKey(
                    "am", ACCOUNT, "cn-hangzhou", watch.spec().ref().instanceUuid());
            Alert firing = new Alert(
                    key,
                    Alert.State.FIRING,
                    verdict,
                    now,
                    "{\"labels\":{}}",
                    now,
                    Optional.empty(),
                    now.plus(HOUR),
                    Optional.of(now),
                    false);
            alerts.change(key, kept -> Optional.of(firing));
            return StoredWatches.conclusion(
                    watch,
                    Outcome.FAILED,
                    verdict,
                    now,
                    List.of(StoredWatches.delivery(verdict, "log", now), StoredWatches.delivery(verdict, ops, now)));
        }

        private void deliver(String notifier) {
            Instant now = clock.instant();
            FakeRules rules = new FakeRules();
            List<Delivery> due = outbox.claim(notifier, rules, new Claim(50, false, now, LEASE))
                    .deliveries();
            while (!due.isEmpty()) {
                List<Attempted> attempted = due.stream()
                        .map(delivery -> new Attempted(
                                delivery,
                                now,
                                State.DELIVERED,
                                true,
                                now,
                                Optional.of(204),
                                Optional.empty(),
                                Optional.empty()))
                        .toList();
                due = outbox.recordAndClaim(
                                notifier, rules, new Attempts(attempted, false), new Claim(50, false, now, LEASE))
                        .deliveries();
            }
            sample();
        }

        private void sample() {
            largest = Math.max(largest, size());
        }

        private long size() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private Map<String, Long> rows() {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : database.texts(
                    "select table_name as c from information_schema.tables where table_schema = 'public'")) {
                rows.put(
                        table,
                        Long.valueOf(database.texts("select count(*) as c from \"" + table + "\"")
                                .get(0)));
            }
            return rows;
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
