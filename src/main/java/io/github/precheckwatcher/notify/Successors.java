package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Outbox.TakeOver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes the deliveries that follow from other deliveries: a digest of those that wait, what a fallback takes over, the
 * news for operators. Thread safe; does not touch the store.
 */
@ApplicationScoped
public class Successors {
    private final NotifySettings settings;
    private final Router router;
    private final Supplier<UUID> ids;

    @Inject
    public Successors(NotifySettings settings, Router router, Supplier<UUID> ids) {
        this.settings = requireNonNull(settings, "settings");
        this.router = requireNonNull(router, "router");
        this.ids = requireNonNull(ids, "ids");
    }

    /** How this notifier's messages are folded; empty: each goes alone. */
    public Optional<Folding> folding(NotifierSettings notifier) {
        return notifier.pace()
                .digest()
                .map(digest -> new Folding(digest, (members, now) -> digest(notifier, members, now)));
    }

    private NewDelivery digest(NotifierSettings notifier, List<Message> members, Instant now) {
        Message digest = EventBody.digest(settings, ids.get().toString(), members, now);
        return router.deliveryNow(digest, notifier, now);
    }

    /**
     * How this notifier's fallback takes over what died: the same event under the same id. One whose kind has nothing to
     * tell of it is passed over for its own fallback; the file knows no ring.
     */
    public Optional<TakeOver> fallback(NotifierSettings notifier, Delivery dead, Instant now) {
        Message message = dead.message();
        Optional<NotifierSettings> other = notifier.fallback().flatMap(settings::find);
        while (other.isPresent() && !other.get().kind().type().tells(message.type(), message.outcome())) {
            other = other.get().fallback().flatMap(settings::find);
        }
        return other.map(takes -> new TakeOver(
                router.deliveryNow(message, takes, now),
                members -> digest(takes, members, now),
                member -> router.deliveryNow(member, takes, now)));
    }

    /** The deliveries that tell operators; whom the event is about is not told of itself. */
    public List<NewDelivery> news(OperatorEvent event, Instant now) {
        return news(ids.get().toString(), event, now);
    }

    /**
     * As {@link #news(OperatorEvent, Instant)}.
     *
     * @param id the event's: told twice, by two nodes or after a crash, it goes out once
     */
    public List<NewDelivery> news(String id, OperatorEvent event, Instant now) {
        List<NotifierSettings> listening = settings.notifiers().stream()
                .filter(NotifierSettings::operatorEvents)
                .filter(notifier -> !event.subject().equals("notifier/" + notifier.name()))
                .filter(notifier -> notifier.kind()
                        .type()
                        .tells(MessageType.OPERATOR, event.severity().name()))
                .toList();
        if (listening.isEmpty()) {
            return List.of();
        }
        Message message = EventBody.operator(settings, id, event, now);
        return listening.stream()
                .map(notifier -> router.deliveryNow(message, notifier, now))
                .toList();
    }
}
