package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.DeliveryClaimLimit;
import io.github.precheckwatcher.notify.outbox.DigestGrouping;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.NotifierTransition;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.PendingDelivery;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Rules that a test sets one by one; by default all may be taken, nothing is folded and the row stays as it is. */
public final class FakeRules implements RulesUnderLock {
    private BiFunction<NotifierRow, Instant, Optional<DeliveryClaimLimit>> admit = (row, now) -> Optional.empty();
    private ToIntFunction<String> messages = body -> 1;
    private Optional<DigestGrouping> grouping = Optional.empty();
    private Digesting digest = (notifier, members, now) -> Optional.empty();
    private BiFunction<String, Message, NewDelivery> alone = (notifier, message) -> {
        throw new AssertionError("no message is sent alone");
    };
    private Function<NotifierRow, NotifierTransition> after =
            row -> new NotifierTransition(row, Optional.empty(), List.of());
    private Function<OperatorEvent, List<NewDelivery>> news = event -> List.of();

    /** As many as are asked for. */
    public static DeliveryClaimLimit all(NotifierRow row, int limit) {
        return new DeliveryClaimLimit(row, limit, false, Optional.empty(), Optional.empty());
    }

    public FakeRules admit(BiFunction<NotifierRow, Instant, DeliveryClaimLimit> rule) {
        admit = rule.andThen(Optional::of);
        return this;
    }

    public FakeRules messages(ToIntFunction<String> count) {
        messages = count;
        return this;
    }

    public FakeRules grouping(
            DigestSettings settings, BiFunction<List<Message>, Instant, Optional<NewDelivery>> makes) {
        grouping = Optional.of(new DigestGrouping(settings));
        digest = (notifier, members, now) -> makes.apply(members, now);
        return this;
    }

    public FakeRules takeOver(
            BiFunction<String, List<Message>, Optional<NewDelivery>> some,
            BiFunction<String, Message, NewDelivery> single) {
        digest = (notifier, members, now) -> some.apply(notifier, members);
        alone = single;
        return this;
    }

    public FakeRules after(Function<NotifierRow, NotifierTransition> rule) {
        after = rule;
        return this;
    }

    public FakeRules news(Function<OperatorEvent, List<NewDelivery>> makes) {
        news = makes;
        return this;
    }

    @Override
    public DeliveryClaimLimit admit(NotifierRow row, Instant now, int limit) {
        return admit.apply(row, now).orElseGet(() -> all(row, limit));
    }

    @Override
    public NotifierRow taken(DeliveryClaimLimit claimLimit, List<Delivery> deliveries, Instant now) {
        return claimLimit.taken(
                deliveries.stream()
                        .mapToInt(each -> messages.applyAsInt(each.body()))
                        .sum(),
                now);
    }

    /** Each message beyond the first is kept at the time of the writing. */
    @Override
    public NotifierRow written(NotifierRow row, String body, Instant now) {
        DeliveryClaimLimit more = new DeliveryClaimLimit(row, 1, false, Optional.empty(), Optional.of(now));
        return more.taken(messages.applyAsInt(body) - 1, now);
    }

    @Override
    public List<List<PendingDelivery>> digestGroups(List<PendingDelivery> pending, Instant now) {
        return grouping.map(each -> each.due(pending, now)).orElse(List.of());
    }

    @Override
    public Optional<NewDelivery> digest(String notifier, List<Message> members, Instant now) {
        return digest.of(notifier, members, now);
    }

    @Override
    public NewDelivery alone(String notifier, Message message, Instant now) {
        return alone.apply(notifier, message);
    }

    @Override
    public NotifierTransition after(NotifierRow row, List<Attempted> written) {
        return after.apply(row);
    }

    @Override
    public List<NewDelivery> news(OperatorEvent event, Instant now) {
        return news.apply(event);
    }

    private interface Digesting {
        Optional<NewDelivery> of(String notifier, List<Message> members, Instant now);
    }
}
