package io.github.precheckwatcher.store;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Watch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store shows of itself: gauges, the clocks' difference. */
class StoreStateTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Databases.Database database;

    @TempDir
    Path dir;

    @BeforeEach
    void openStore() {
        database = Databases.h2(dir);
        Logger.getLogger(ClockSkew.class.getName()).addHandler(handler);
    }

    @AfterEach
    void closeStore() {
        Logger.getLogger(ClockSkew.class.getName()).removeHandler(handler);
        database.close();
    }

    @Test
    void the_gauges_show_watches_and_accounts() {
        JdbcWatchStore store = new JdbcWatchStore(database.transactions());
        store.openAccounts(Map.of(ACCOUNT, 12.5), NOW);
        store.register(StoredWatches.specs(3), NOW, StoredWatches.ids());
        Watch watch = store.claim(ACCOUNT, StoredWatches.open(1), NOW, StoredWatches.LEASE, 1)
                .watches()
                .get(0);
        store.conclude(List.of(StoredWatches.conclusion(watch, Outcome.PASSED, "v1", NOW)));
        StoreMetrics metrics = new StoreMetrics(store, Notifications.faults(java.time.Clock.systemUTC()), meters);

        metrics.refresh();

        assertThat(gauge("precheck.watches", "state", "WATCHING")).isEqualTo(2);
        assertThat(gauge("precheck.watches", "state", "ENDED")).isEqualTo(1);
        assertThat(gauge("precheck.account.state", "account", ACCOUNT, "state", "OK"))
                .isEqualTo(1);
        assertThat(gauge("precheck.account.state", "account", ACCOUNT, "state", "SUSPENDED"))
                .isZero();
        assertThat(gauge("precheck.budget.calls.per.second", "account", ACCOUNT))
                .isEqualTo(12.5);

        store.changeAccount(ACCOUNT, StoredWatches::suspended);
        metrics.refresh();

        assertThat(gauge("precheck.account.state", "account", ACCOUNT, "state", "OK"))
                .isZero();
        assertThat(gauge("precheck.account.state", "account", ACCOUNT, "state", "SUSPENDED"))
                .isEqualTo(1);
    }

    @Test
    void a_failing_store_keeps_the_gauges_and_fails_nothing() {
        StoreMetrics metrics = new StoreMetrics(
                new JdbcWatchStore(database.transactions()), Notifications.faults(java.time.Clock.systemUTC()), meters);
        metrics.refresh();
        database.close();

        metrics.refresh();

        assertThat(gauge("precheck.watches", "state", "WATCHING")).isZero();
    }

    private double gauge(String name, String... tags) {
        return meters.get(name).tags(tags).gauge().value();
    }
}
