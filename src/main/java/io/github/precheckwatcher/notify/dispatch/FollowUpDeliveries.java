package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.Origin;
import io.github.precheckwatcher.notify.route.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes the deliveries that follow from other deliveries: a digest of those that wait, what a fallback takes over, the
 * news for operators. What is made under the lock of a row has no body yet ({@code RulesUnderLock}). Thread safe; does
 * not touch the store.
 */
@ApplicationScoped
public class FollowUpDeliveries {
    private final CurrentNotifySettings settings;
    private final Router router;
    private final FaultLog faults;
    private final Supplier<UUID> ids;

    @Inject
    public FollowUpDeliveries(CurrentNotifySettings settings, Router router, FaultLog faults, Supplier<UUID> ids) {
        this.settings = requireNonNull(settings, "settings");
        this.router = requireNonNull(router, "router");
        this.faults = requireNonNull(faults, "faults");
        this.ids = requireNonNull(ids, "ids");
    }

    /** For a notifier, without a body; empty when none can be made of these, which the log says once. */
    Optional<NewDelivery> digest(
            String notifier, Optional<NotifierSettings> known, List<Message> members, Instant now) {
        Place place = Place.notifier(notifier, "digest");
        try {
            Message digest =
                    EventBody.digest(settings.settings().origin(), ids.get().toString(), members, now);
            faults.worked(place);
            return Optional.of(alone(notifier, known, digest, now));
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
            return Optional.empty();
        }
    }

    /** A message for a notifier, due at once; without a body. */
    NewDelivery alone(String notifier, Optional<NotifierSettings> known, Message message, Instant now) {
        return router.unwritten(message, notifier, known, now);
    }

    /** The settings of now; empty: the file does not name this notifier. */
    Optional<NotifierSettings> configured(String notifier) {
        return settings.settings().find(notifier);
    }

    /**
     * What this notifier's fallback gets of what died: the same event under the same id, with its body. One whose kind has nothing to
     * report of it is passed over for its own fallback; the file knows no ring.
     */
    public Optional<NewDelivery> fallback(NotifierSettings notifier, Delivery dead, Instant now) {
        Message message = dead.message();
        NotifySettings current = settings.settings();
        Optional<NotifierSettings> other = notifier.fallback().flatMap(current::find);
        while (other.isPresent() && !router.sends(other.get(), message.type(), message.status())) {
            other = other.get().fallback().flatMap(current::find);
        }
        return other.map(takes -> router.deliveryNow(message, takes, now));
    }

    /** The deliveries that notify operators, without bodies; whom the event is about is not notified of itself. */
    public List<NewDelivery> news(OperatorEvent event, Instant now) {
        return news(ids.get().toString(), event, now);
    }

    /**
     * As {@link #news(OperatorEvent, Instant)}.
     *
     * @param id the event's: reported twice, by two nodes or after a crash, it goes out once
     */
    public List<NewDelivery> news(String id, OperatorEvent event, Instant now) {
        NotifySettings current = settings.settings();
        List<NotifierSettings> listening = current.notifiers().stream()
                .filter(notifier -> notifier.events().contains(MessageType.OPERATOR))
                .filter(notifier -> !event.subject().equals("notifier/" + notifier.name()))
                .filter(notifier -> router.sends(notifier, MessageType.OPERATOR, MessageStatus.of(event.severity())))
                .toList();
        if (listening.isEmpty()) {
            return List.of();
        }
        return message(current.origin(), id, event, now).stream()
                .flatMap(message -> listening.stream().map(notifier -> router.unwritten(message, notifier, now)))
                .toList();
    }

    /** What the news is about must be written even where the news cannot be: the log says both. */
    private Optional<Message> message(Origin origin, String id, OperatorEvent event, Instant now) {
        Place place = Place.job("operator event");
        try {
            Message message = EventBody.operator(origin, id, event, now);
            faults.worked(place);
            return Optional.of(message);
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
            return Optional.empty();
        }
    }
}
