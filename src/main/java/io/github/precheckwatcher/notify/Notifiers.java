package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.log.LogNotifier;
import io.github.precheckwatcher.notify.webhook.WebhookNotifier;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** The configured notifiers, one object each: the only place that knows which class stands for which kind. */
@ApplicationScoped
public class Notifiers {
    private final List<Notifier> all;

    /** @throws IllegalArgumentException when a notifier's settings cannot work; the message shows no secret */
    @Inject
    public Notifiers(NotifySettings settings, Vertx vertx, Clock clock) {
        this.all = settings.notifiers().stream()
                .map(notifier -> make(notifier, settings.version(), vertx, clock))
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

    /** A new kind does not compile until it stands here. */
    private static Notifier make(NotifierSettings settings, String version, Vertx vertx, Clock clock) {
        return switch (settings.kind()) {
            case LOG -> new LogNotifier(settings.name());
            case WEBHOOK -> new WebhookNotifier(settings, version, vertx, clock);
        };
    }
}
