package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.DeliveryClaimLimit;
import io.github.precheckwatcher.notify.outbox.DigestGrouping;
import io.github.precheckwatcher.notify.outbox.NotifierCircuit;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.NotifierTransition;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.PendingDelivery;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One notifier's rules as the store asks them: limits, pauses and circuit, digests, follow-ups. Thread safe. */
final class NotifierRowRules implements RulesUnderLock {
    private final NotifierSettings settings;
    private final NotifierCircuit rule;
    private final Optional<DigestGrouping> grouping;
    private final FollowUpDeliveries followUps;

    NotifierRowRules(NotifierSettings settings, FollowUpDeliveries followUps) {
        this.settings = requireNonNull(settings, "settings");
        this.rule = new NotifierCircuit(settings);
        this.grouping = settings.rateLimits().digest().map(DigestGrouping::new);
        this.followUps = requireNonNull(followUps, "followUps");
    }

    @Override
    public DeliveryClaimLimit admit(NotifierRow row, Instant now, int limit) {
        return rule.admit(row, now, limit);
    }

    @Override
    public NotifierRow taken(DeliveryClaimLimit claimLimit, List<Delivery> deliveries, Instant now) {
        return rule.taken(claimLimit, deliveries, now);
    }

    @Override
    public NotifierRow written(NotifierRow row, String body, Instant now) {
        return rule.written(row, body, now);
    }

    @Override
    public List<List<PendingDelivery>> digestGroups(List<PendingDelivery> pending, Instant now) {
        return grouping.map(each -> each.due(pending, now)).orElse(List.of());
    }

    @Override
    public Optional<NewDelivery> digest(String notifier, List<Message> members, Instant now) {
        return followUps.digest(notifier, known(notifier), members, now);
    }

    @Override
    public NewDelivery alone(String notifier, Message message, Instant now) {
        return followUps.alone(notifier, known(notifier), message, now);
    }

    @Override
    public NotifierTransition after(NotifierRow row, List<Attempted> written) {
        return rule.after(row, written);
    }

    @Override
    public List<NewDelivery> news(OperatorEvent event, Instant now) {
        return followUps.news(event, now);
    }

    /** Its own settings, or those of now of its fallback. */
    private Optional<NotifierSettings> known(String notifier) {
        return notifier.equals(settings.name()) ? Optional.of(settings) : followUps.configured(notifier);
    }
}
