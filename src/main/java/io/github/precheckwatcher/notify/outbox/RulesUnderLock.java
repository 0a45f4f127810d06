package io.github.precheckwatcher.notify.outbox;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Port: what one notifier's rules decide while the store holds the lock of that notifier's row ({@code select ... for
 * update}). The store calls it inside the transactions of {@link Outbox#claim}, {@link Outbox#record},
 * {@link Outbox#recordAndClaim} and {@link Outbox#write}, and nothing else of a notifier there.
 *
 * <p>Until that transaction ends, every other claim and write-back of the notifier waits, on all nodes, and one of the
 * pool's connections is taken. So an implementation decides from its arguments alone. It must not render a message (a
 * template may be the operator's own, and slow), call the store, the network or the file system, wait, or take another
 * lock. A transaction that lost a deadlock runs again from its start: a method may be called several times for one
 * outcome, and then has no effect but new ids and lines of the log.
 *
 * <p>The deliveries that it makes have no body yet ({@link NewDelivery#UNWRITTEN}): whoever claims one writes its body
 * after the commit, before the first attempt.
 */
public interface RulesUnderLock {
    /**
     * What a claim may take now.
     *
     * @param row the notifier's row, locked
     * @param limit at most so many deliveries, > 0
     */
    DeliveryClaimLimit admit(NotifierRow row, Instant now, int limit);

    /** The notifier's row once these are taken. */
    NotifierRow taken(DeliveryClaimLimit claimLimit, List<Delivery> deliveries, Instant now);

    /**
     * The notifier's row once the body of a delivery is written: it may be more of the platform's messages than the one
     * that the claim counted.
     *
     * @param row the notifier's row, locked
     */
    NotifierRow written(NotifierRow row, String body, Instant now);

    /**
     * Which of those that wait become one digest each, each group of two or more.
     *
     * @param pending all that may be grouped, the oldest first
     */
    List<List<PendingDelivery>> digestGroups(List<PendingDelivery> pending, Instant now);

    /**
     * A digest of messages, due at once.
     *
     * @param notifier who gets it: this notifier or its fallback
     * @param members the messages, the oldest first
     * @return empty when none can be made, which the log says: each goes alone then
     */
    Optional<NewDelivery> digest(String notifier, List<Message> members, Instant now);

    /**
     * A message of a digest that died, as the fallback gets it alone; due at once.
     *
     * @param notifier the fallback's name
     */
    NewDelivery alone(String notifier, Message message, Instant now);

    /**
     * How the notifier stands after these attempts.
     *
     * @param row the notifier's row, locked
     * @param written the attempts that the store has just written; those of an older claim are not among them
     */
    NotifierTransition after(NotifierRow row, List<Outbox.Attempted> written);

    /** The deliveries that notify operators of an event; may be none. */
    List<NewDelivery> news(OperatorEvent event, Instant now);
}
