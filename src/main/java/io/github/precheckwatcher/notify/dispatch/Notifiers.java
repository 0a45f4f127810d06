package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The open notifiers, one object each. One that cannot be opened fails alone. Thread safe. */
@ApplicationScoped
public class Notifiers {
    private final FaultLog faults;
    private final NotifierContext context;
    private final BiFunction<NotifierSettings, NotifierContext, Notifier> kinds;
    private final List<Open> open = new CopyOnWriteArrayList<>();

    /**
     * An open notifier.
     *
     * @param settings what it was opened with
     */
    public record Open(NotifierSettings settings, Notifier notifier) {
        public Open {
            requireNonNull(settings, "settings");
            requireNonNull(notifier, "notifier");
        }
    }

    @Inject
    public Notifiers(
            CurrentNotifySettings settings,
            Vertx vertx,
            @Identifier("host") Clock host,
            Clock engine,
            AlertStore alerts,
            MailSender mail,
            FaultLog faults) {
        this(
                settings,
                faults,
                new NotifierContext(
                        settings.settings().version(), vertx, host, engine, Optional.of(alerts), Optional.of(mail)),
                (notifier, context) -> notifier.type().open(notifier, context));
    }

    /** Without store and mail server. */
    public Notifiers(CurrentNotifySettings settings, Vertx vertx, Clock clock, FaultLog faults) {
        this(
                settings,
                faults,
                new NotifierContext(settings.settings().version(), vertx, clock),
                (notifier, context) -> notifier.type().open(notifier, context));
    }

    /** @param kinds opens a notifier as its kind does */
    public Notifiers(
            CurrentNotifySettings settings,
            FaultLog faults,
            NotifierContext context,
            BiFunction<NotifierSettings, NotifierContext, Notifier> kinds) {
        this.faults = faults;
        this.context = context;
        this.kinds = kinds;
        settings.settings().notifiers().forEach(this::open);
    }

    /** The notifier with these settings, opened if it is not open yet. */
    synchronized Notifier open(NotifierSettings settings) {
        return open.stream()
                .filter(known -> known.settings().equals(settings))
                .findFirst()
                .map(Open::notifier)
                .orElseGet(() -> opened(settings));
    }

    private Notifier opened(NotifierSettings settings) {
        Supplier<Notifier> opening = () -> kinds.apply(settings, context);
        Notifier notifier;
        try {
            notifier = opening.get();
        } catch (RuntimeException | Error e) {
            faults.failed(UnopenedNotifier.place(settings.name()), e);
            notifier = new UnopenedNotifier(settings.name(), opening, faults);
        }
        open.add(new Open(settings, notifier));
        return notifier;
    }

    /** Those that are open; one of a name. */
    public List<Notifier> all() {
        return open.stream().map(Open::notifier).toList();
    }

    /** The open notifier of that name; until what is under way has ended, with the settings that this began with. */
    public Optional<Open> find(String name) {
        return open.stream()
                .filter(known -> known.settings().name().equals(name))
                .findFirst();
    }

    /** Closes a notifier that makes no attempt any more. */
    synchronized void close(Notifier notifier) {
        open.removeIf(known -> known.notifier() == notifier);
        faults.guard(Place.notifier(notifier.name(), "close"), notifier::close);
    }

    @PreDestroy
    void close() {
        all().forEach(this::close);
    }
}
