package io.github.precheckwatcher.notify.alertmanager;

import io.github.precheckwatcher.notify.AlertBook;
import io.github.precheckwatcher.notify.Notifiers;
import io.github.precheckwatcher.notify.StoreTrouble;
import io.github.precheckwatcher.notify.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Keeps the alerts of all Alertmanager notifiers as they stand: sends again what is due, forgets what is over. */
@ApplicationScoped
public class AlertResender {
    /** Nobody is in a hurry to forget. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofHours(1);

    private final List<AlertmanagerNotifier> notifiers;
    private final AlertBook book;
    private final Clock clock;
    private final StoreTrouble storeTrouble;

    @Inject
    public AlertResender(Notifiers notifiers, AlertBook book, Clock clock, StoreTrouble storeTrouble) {
        this.notifiers = notifiers.all().stream()
                .filter(AlertmanagerNotifier.class::isInstance)
                .map(AlertmanagerNotifier.class::cast)
                .toList();
        this.book = book;
        this.clock = clock;
        this.storeTrouble = storeTrouble;
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(LOOK, this::resend);
        ticker.every(FORGET, this::forget);
    }

    /** On a worker thread. One notifier's trouble is not the others'. */
    void resend() {
        if (storeTrouble.stopped()) {
            return;
        }
        for (AlertmanagerNotifier notifier : notifiers) {
            if (notifier.sending()) {
                continue;
            }
            try {
                if (notifier.resend()) {
                    storeTrouble.worked();
                } else {
                    storeTrouble.readable();
                }
            } catch (RuntimeException e) {
                storeTrouble.failed(e);
            }
        }
    }

    /** Of notifiers that are not configured any more too. */
    void forget() {
        if (storeTrouble.stopped()) {
            return;
        }
        try {
            book.forget(clock.instant().minus(KEPT));
        } catch (RuntimeException e) {
            storeTrouble.failed(e);
        }
    }
}
