package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.watch.WatchStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the store from growing, once an hour: forgets ended watches that are older than the retention and that no file
 * names any more, and accounts and notifiers that no node's file has had for long.
 */
@ApplicationScoped
public class Expiry {
    /** Lets the start register what the file names before its tombstones are looked at. */
    private static final Duration AFTER_START = Duration.ofMinutes(5);

    private static final Duration EVERY = Duration.ofHours(1);

    /** Above what a node may be away for, however short the retention is. */
    private static final Duration NAMES = Duration.ofDays(1);

    private final WatchStore store;
    private final CurrentConfig config;
    private final TaskRegistration registration;
    private final FaultLog faults;
    private final Clock clock;

    public Expiry(WatchStore store, CurrentConfig config, TaskRegistration registration, FaultLog faults, Clock clock) {
        this.store = store;
        this.config = config;
        this.registration = registration;
        this.faults = faults;
        this.clock = clock;
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(AFTER_START, EVERY, this::expire);
    }

    void expire() {
        if (faults.store().stopped()) {
            return;
        }
        // what is left is taken away in an hour
        faults.guard(Place.job("retention"), () -> expire(config.config(), clock.instant()));
    }

    private void expire(LoadedConfig now, Instant at) {
        Duration retention = now.store().retention();
        store.expire(at.minus(retention), registration.named());
        // one of ours that others found unused while this node was cut off from the store is there again
        store.openAccounts(now.engine().callsPerSecond(), at);
        store.expireNames(
                now.accounts().byName().keySet(),
                now.notifiers().notifiers().stream().map(NotifierSettings::name).toList(),
                at,
                at.minus(retention.compareTo(NAMES) > 0 ? retention : NAMES));
    }
}
