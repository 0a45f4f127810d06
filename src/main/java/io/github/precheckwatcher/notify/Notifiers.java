package io.github.precheckwatcher.notify;

import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The configured notifiers, one object each. */
@ApplicationScoped
public class Notifiers {
    private final List<Notifier> all;

    /** @throws IllegalArgumentException when a notifier's settings cannot work; the message shows no secret */
    @Inject
    public Notifiers(
            NotifySettings settings,
            Vertx vertx,
            @Identifier("host") Clock host,
            Clock engine,
            AlertBook alerts,
            MailSender mail) {
        this(settings, new Wiring(settings.version(), vertx, host, engine, Optional.of(alerts), Optional.of(mail)));
    }

    /** Without store and mail server. */
    public Notifiers(NotifySettings settings, Vertx vertx, Clock clock) {
        this(settings, new Wiring(settings.version(), vertx, clock));
    }

    private Notifiers(NotifySettings settings, Wiring wiring) {
        this.all = settings.notifiers().stream()
                .map(notifier -> notifier.kind().type().open(notifier, wiring))
                .toList();
    }

    /** In the file's order. */
    public List<Notifier> all() {
        return all;
    }

    @PreDestroy
    void close() {
        all.forEach(Notifier::close);
    }
}
