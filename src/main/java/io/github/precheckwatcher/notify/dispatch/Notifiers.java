package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The configured notifiers, one object each. One that cannot be opened fails alone. */
@ApplicationScoped
public class Notifiers {
    private final List<Notifier> all;
    private final FaultLog faults;

    @Inject
    public Notifiers(
            NotifySettings settings,
            Vertx vertx,
            @Identifier("host") Clock host,
            Clock engine,
            AlertStore alerts,
            MailSender mail,
            FaultLog faults) {
        this(
                settings,
                faults,
                new NotifierContext(settings.version(), vertx, host, engine, Optional.of(alerts), Optional.of(mail)),
                (notifier, context) -> notifier.type().open(notifier, context));
    }

    /** Without store and mail server. */
    public Notifiers(NotifySettings settings, Vertx vertx, Clock clock, FaultLog faults) {
        this(
                settings,
                faults,
                new NotifierContext(settings.version(), vertx, clock),
                (notifier, context) -> notifier.type().open(notifier, context));
    }

    /** @param kinds opens a notifier as its kind does */
    public Notifiers(
            NotifySettings settings,
            FaultLog faults,
            NotifierContext context,
            BiFunction<NotifierSettings, NotifierContext, Notifier> kinds) {
        this.faults = faults;
        this.all = settings.notifiers().stream()
                .map(notifier -> opened(notifier.name(), () -> kinds.apply(notifier, context), faults))
                .toList();
    }

    private static Notifier opened(String name, Supplier<Notifier> opening, FaultLog faults) {
        try {
            return opening.get();
        } catch (RuntimeException | Error e) {
            faults.failed(UnopenedNotifier.place(name), e);
            return new UnopenedNotifier(name, opening, faults);
        }
    }

    /** In the file's order. */
    public List<Notifier> all() {
        return all;
    }

    @PreDestroy
    void close() {
        all.forEach(notifier -> faults.guard(Place.notifier(notifier.name(), "close"), notifier::close));
    }
}
