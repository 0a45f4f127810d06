package io.github.precheckwatcher.registration.upkeep;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.dispatch.DispatchLiveness;
import io.github.precheckwatcher.store.StoreReadiness;
import io.github.precheckwatcher.watch.TickLiveness;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Whether this daemon does its work, as far as it can know. Not thread safe; blocks on the store. */
@ApplicationScoped
public class DaemonHealth {
    private static final Place ACCOUNTS = Place.job("heartbeat accounts");

    private final HealthCheck passes;
    private final HealthCheck dispatch;
    private final HealthCheck writes;
    private final WatchStore store;
    private final Supplier<Set<String>> accounts;
    private final FaultLog faults;
    private final Clock clock;
    private final UnableAccounts unable = new UnableAccounts();

    @Inject
    public DaemonHealth(
            @Liveness TickLiveness passes,
            @Liveness DispatchLiveness dispatch,
            @Readiness StoreReadiness writes,
            WatchStore store,
            CurrentConfig config,
            FaultLog faults,
            Clock clock) {
        this(passes, dispatch, writes, store, () -> config.accounts().byName().keySet(), faults, clock);
    }

    /** @param accounts the names of those that are configured */
    DaemonHealth(
            HealthCheck passes,
            HealthCheck dispatch,
            HealthCheck writes,
            WatchStore store,
            Supplier<Set<String>> accounts,
            FaultLog faults,
            Clock clock) {
        this.passes = requireNonNull(passes, "passes");
        this.dispatch = requireNonNull(dispatch, "dispatch");
        this.writes = requireNonNull(writes, "writes");
        this.store = requireNonNull(store, "store");
        this.accounts = requireNonNull(accounts, "accounts");
        this.faults = requireNonNull(faults, "faults");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What keeps it from its work, the first of it in words; empty: nothing. */
    Optional<String> trouble() {
        if (isDown(passes)) {
            return Optional.of("no poll pass runs, or what polls say is not recorded");
        }
        if (isDown(dispatch)) {
            return Optional.of("no deliveries are made");
        }
        return isDown(writes) ? Optional.of("the store takes no writes") : ofAccounts();
    }

    private static boolean isDown(HealthCheck check) {
        return check.call().getStatus() == Status.DOWN;
    }

    /** An account that no watch waits for need not be able to poll: nobody would notice when it is. */
    private Optional<String> ofAccounts() {
        try {
            Set<String> configured = accounts.get();
            List<AccountRow> rows = store.accounts().values().stream()
                    .filter(row -> configured.contains(row.name()))
                    .toList();
            Optional<String> trouble = unable.see(rows, clock.instant()).stream()
                    .filter(row -> store.watching(row.name()) > 0)
                    .map(row -> "account " + row.name() + " is " + row.state()
                            + row.problem()
                                    .map(problem -> " (" + problem.code() + ")")
                                    .orElse("")
                            + ", and its watches wait")
                    .findFirst();
            faults.worked(ACCOUNTS);
            return trouble;
        } catch (RuntimeException | Error e) {
            faults.unreadable(ACCOUNTS, e);
            return Optional.of("the accounts cannot be read from the store");
        }
    }
}
