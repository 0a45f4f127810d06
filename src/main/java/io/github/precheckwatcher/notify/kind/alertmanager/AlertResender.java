package io.github.precheckwatcher.notify.kind.alertmanager;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** Keeps the alerts of all Alertmanager notifiers as they stand: sends again what is due, forgets what is over. */
@ApplicationScoped
public class AlertResender {
    /** Forgetting may be late. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofHours(1);

    private final Notifiers notifiers;
    private final AlertStore alertStore;
    private final Clock clock;
    private final FaultLog faults;
    private final StoreOutage storeOutage;

    @Inject
    public AlertResender(Notifiers notifiers, AlertStore alertStore, Clock clock, FaultLog faults) {
        this.notifiers = notifiers;
        this.alertStore = alertStore;
        this.clock = clock;
        this.faults = faults;
        this.storeOutage = faults.store();
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(LOOK, this::resend);
        ticker.every(FORGET, this::forget);
    }

    /** On a worker thread. One notifier's failure is not the others'. */
    void resend() {
        if (storeOutage.stopped()) {
            return;
        }
        for (Notifier notifier : notifiers.all()) {
            if (notifier.itself() instanceof AlertmanagerNotifier open && !open.sending()) {
                faults.guard(Place.notifier(open.name(), "alert"), () -> resend(open));
            }
        }
    }

    private void resend(AlertmanagerNotifier notifier) {
        if (notifier.resend()) {
            storeOutage.worked();
        } else {
            storeOutage.readable();
        }
    }

    /** Of notifiers that are not configured any more too. */
    void forget() {
        if (storeOutage.stopped()) {
            return;
        }
        faults.guard(
                Place.job("forget alerts"),
                () -> alertStore.forget(clock.instant().minus(KEPT)));
    }
}
