package io.github.precheckwatcher.store;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import org.jboss.logging.Logger;

/** The gauges of watches and accounts; read from it every five seconds, however often they are scraped. */
@Singleton
public class StoreMetrics {
    private static final Logger LOG = Logger.getLogger(StoreMetrics.class);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final WatchStore watches;
    private final FaultLog faults;
    private final MultiGauge watchGauge;
    private final MultiGauge stateGauge;
    private final MultiGauge budgetGauge;

    public StoreMetrics(WatchStore watches, FaultLog faults, MeterRegistry meters) {
        this.watches = watches;
        this.faults = faults;
        this.watchGauge = MultiGauge.builder("precheck.watches")
                .description("Watches by state")
                .register(meters);
        this.stateGauge = MultiGauge.builder("precheck.account.state")
                .description("1 for the state that the account is in, 0 for the others")
                .register(meters);
        this.budgetGauge = MultiGauge.builder("precheck.budget.calls.per.second")
                .description("Calls a second that the account may spend now")
                .register(meters);
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(EVERY, this::refresh);
    }

    void refresh() {
        faults.guard(Place.job("store gauges"), this::read);
    }

    private void read() {
        try {
            watchGauge.register(
                    watches.counts().entrySet().stream()
                            .map(e -> Row.of(Tags.of("state", e.getKey()), e.getValue()))
                            .toList(),
                    true);
            accounts(watches.accounts().values());
        } catch (StoreException e) {
            LOG.debug("the gauges could not be read", e); // readiness and the engine report a failing store
        }
    }

    private void accounts(Collection<AccountRow> rows) {
        stateGauge.register(
                rows.stream()
                        .flatMap(row -> Arrays.stream(AccountState.values()).map(state -> stateRow(row, state)))
                        .toList(),
                true);
        budgetGauge.register(
                rows.stream()
                        .map(row -> Row.of(Tags.of("account", row.name()), row.rate()))
                        .toList(),
                true);
    }

    private static Row<Number> stateRow(AccountRow row, AccountState state) {
        return Row.of(Tags.of("account", row.name(), "state", state.name()), row.state() == state ? 1 : 0);
    }
}
