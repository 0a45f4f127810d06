package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.notify.FaultLog;
import io.github.precheckwatcher.notify.FaultLog.Place;
import io.github.precheckwatcher.store.StoreSettings;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Forgets, once an hour, ended watches that are older than the retention and that no file names any more. */
@ApplicationScoped
public class Expiry {
    private final WatchStore store;
    private final StoreSettings settings;
    private final TaskRegistration registration;
    private final FaultLog faults;
    private final Clock clock;

    public Expiry(
            WatchStore store, StoreSettings settings, TaskRegistration registration, FaultLog faults, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.registration = registration;
        this.faults = faults;
        this.clock = clock;
    }

    // the delay lets the start register what the file names before its tombstones are looked at
    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void expire() {
        if (faults.store().stopped()) {
            return;
        }
        // what is left is taken away in an hour
        faults.guard(
                Place.job("retention"),
                () -> store.expire(clock.instant().minus(settings.retention()), registration.named()));
    }
}
