package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Outbox.Attempted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One notifier's rules as the store asks them: limits, pauses and circuit, digests, follow-ups. Thread safe. */
final class NotifierRowRules implements RulesUnderLock {
    private final NotifierRule rule;
    private final Optional<Folding> folding;
    private final Successors successors;

    NotifierRowRules(NotifierSettings settings, Successors successors) {
        this.rule = new NotifierRule(settings);
        this.folding = settings.pace().digest().map(Folding::new);
        this.successors = requireNonNull(successors, "successors");
    }

    @Override
    public Allowance admit(NotifierRow row, Instant now, int limit) {
        return rule.admit(row, now, limit);
    }

    @Override
    public NotifierRow taken(Allowance allowance, List<Delivery> deliveries, Instant now) {
        return rule.taken(allowance, deliveries, now);
    }

    @Override
    public NotifierRow written(NotifierRow row, String body, Instant now) {
        return rule.written(row, body, now);
    }

    @Override
    public List<List<Waiting>> folds(List<Waiting> waiting, Instant now) {
        return folding.map(each -> each.due(waiting, now)).orElse(List.of());
    }

    @Override
    public Optional<NewDelivery> digest(String notifier, List<Message> members, Instant now) {
        return successors.digest(notifier, members, now);
    }

    @Override
    public NewDelivery alone(String notifier, Message message, Instant now) {
        return successors.alone(notifier, message, now);
    }

    @Override
    public Standing after(NotifierRow row, List<Attempted> written) {
        return rule.after(row, written);
    }

    @Override
    public List<NewDelivery> news(OperatorEvent event, Instant now) {
        return successors.news(event, now);
    }
}
