package io.github.precheckwatcher.notify.route;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides which notifiers want a verdict, and writes each one's delivery. What fails for one notifier, its template
 * perhaps, hits that one alone. Thread safe.
 */
@ApplicationScoped
public class Router {
    private final CurrentNotifySettings settings;
    private final MessageBodies messageBodies;
    private final FaultLog faults;
    private final Supplier<UUID> ids;

    @Inject
    public Router(CurrentNotifySettings settings, MessageBodies messageBodies, FaultLog faults, Supplier<UUID> ids) {
        this.settings = requireNonNull(settings, "settings");
        this.messageBodies = requireNonNull(messageBodies, "messageBodies");
        this.faults = requireNonNull(faults, "faults");
        this.ids = requireNonNull(ids, "ids");
    }

    /**
     * The deliveries of this verdict; a notifier at most once. May be empty: nobody wants it. Pure but for new ids.
     *
     * <p>A watch that names notifiers goes to those alone, and to them only as far as their {@code when} allows; when none of
     * them is configured any more it goes to all, since one message too many is better than one that is lost.
     *
     * @param previous the last verdict of the same instance
     */
    public List<NewDelivery> route(Verdict verdict, WatchFacts watch, Optional<PreviousVerdict> previous) {
        NotifySettings now = settings.settings();
        List<NotifierSettings> wanting = wanting(now, verdict, watch, previous);
        if (wanting.isEmpty()) {
            return List.of();
        }
        Message message = EventBody.verdict(now.origin(), verdict, watch, previous);
        return wanting.stream()
                .map(notifier -> delivery(message, notifier, watch.labels()))
                .toList();
    }

    /** The summary for each notifier that asks for summaries, due at once; none does: empty. Pure but for new ids. */
    public List<NewDelivery> summary(WatchSummary summary, Instant now) {
        NotifySettings current = settings.settings();
        Message message = EventBody.summary(current.origin(), ids.get().toString(), summary, now);
        return current.notifiers().stream()
                .filter(notifier -> notifier.events().contains(MessageType.SUMMARY))
                .filter(notifier -> sends(notifier, MessageType.SUMMARY, message.status()))
                .map(notifier -> deliveryNow(message, notifier, now))
                .toList();
    }

    /** Who would get this verdict by these settings, in the file's order. */
    public List<NotifierSettings> wanting(
            NotifySettings settings, Verdict verdict, WatchFacts watch, Optional<PreviousVerdict> previous) {
        boolean named = settings.notifiers().stream()
                .anyMatch(notifier -> watch.notifiers().contains(notifier.name()));
        return settings.notifiers().stream()
                .filter(notifier -> !named || watch.notifiers().contains(notifier.name()))
                .filter(notifier -> wants(notifier, verdict, watch, previous))
                .toList();
    }

    private boolean wants(
            NotifierSettings notifier, Verdict verdict, WatchFacts watch, Optional<PreviousVerdict> previous) {
        return isWanted(notifier, () -> notifier.routing().wants(verdict, watch.labels(), previous))
                && sends(notifier, MessageType.VERDICT, MessageStatus.of(verdict.outcome()));
    }

    /** Whether a notifier's kind has anything to say of such a message. */
    public boolean sends(NotifierSettings notifier, MessageType type, MessageStatus status) {
        return isWanted(notifier, () -> notifier.type().sends(type, status));
    }

    /** A notifier whose wish cannot be read gets the message: one too many is better than one that is lost. */
    private boolean isWanted(NotifierSettings notifier, BooleanSupplier wish) {
        Place place = Place.notifier(notifier.name(), "route");
        try {
            boolean wants = wish.getAsBoolean();
            faults.worked(place);
            return wants;
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
            return true;
        }
    }

    /** A delivery of a message for one notifier, as its kind writes it; due when its group is. */
    public NewDelivery delivery(Message message, NotifierSettings notifier, Map<String, String> labels) {
        Instant dueAt = notifier.rateLimits()
                .digest()
                .flatMap(DigestSettings::groupWait)
                .map(message.occurredAt()::plus)
                .orElse(message.occurredAt());
        return delivery(message, notifier, message.occurredAt(), dueAt, labels);
    }

    /** The same, due at once whatever it is about, and with all its time before it. */
    public NewDelivery deliveryNow(Message message, NotifierSettings notifier, Instant now) {
        return delivery(message, notifier, now, now, Map.of());
    }

    /** The same without its body, which is written before the first attempt: for what is made while a row is locked. */
    public NewDelivery unwritten(Message message, NotifierSettings notifier, Instant now) {
        return unwritten(message, notifier.name(), Optional.of(notifier), now);
    }

    /**
     * The same for a notifier of which the name is known.
     *
     * @param settings empty: the file names it no more; then this delivery joins no digest
     */
    public NewDelivery unwritten(Message message, String notifier, Optional<NotifierSettings> settings, Instant now) {
        return delivery(message, notifier, settings, NewDelivery.UNWRITTEN, now, now, Map.of());
    }

    private NewDelivery delivery(
            Message message, NotifierSettings notifier, Instant since, Instant dueAt, Map<String, String> labels) {
        String body = messageBodies.write(message, notifier).orElse(NewDelivery.UNWRITTEN);
        return delivery(message, notifier.name(), Optional.of(notifier), body, since, dueAt, labels);
    }

    private NewDelivery delivery(
            Message message,
            String notifier,
            Optional<NotifierSettings> settings,
            String body,
            Instant since,
            Instant dueAt,
            Map<String, String> labels) {
        return new NewDelivery(
                ids.get().toString(),
                message,
                notifier,
                body,
                since,
                dueAt,
                settings.flatMap(known -> known.rateLimits().digest())
                        .map(digest -> digest.group(labels))
                        .orElse(""));
    }
}
