package io.github.precheckwatcher.notify;

import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** The configured notifiers, one object each. */
@ApplicationScoped
public class Notifiers {
    private final List<Notifier> all;

    /** @throws IllegalArgumentException when a notifier's settings cannot work; the message shows no secret */
    @Inject
    public Notifiers(NotifySettings settings, Vertx vertx, Clock clock) {
        var wiring = new Wiring(settings.version(), vertx, clock);
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
