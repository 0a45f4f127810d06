package io.github.precheckwatcher.notify.alert;

import io.github.precheckwatcher.notify.event.PagePosition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Port: the alerts that are shown as states, kept in the store and shared by all nodes. All methods block; call them on
 * worker threads. Thread safe.
 */
public interface AlertStore {
    /**
     * Changes one alert while nobody else can.
     *
     * @param rule from what is kept (empty: nothing) to what is to be kept (empty: as it is); called under the lock of the
     *     alert's row, perhaps several times: pure, and it renders nothing, as {@code RulesUnderLock} has it
     * @return what is kept now
     */
    Optional<Alert> change(AlertKey key, UnaryOperator<Optional<Alert>> rule);

    /**
     * Takes due alerts of one notifier, each by one node alone, the longest due first.
     *
     * <p>There is no write-back: the rule says at once when an alert is due next, and a node that dies before it has sent
     * loses one of several sendings.
     *
     * @param rule from what is kept to what is kept after this sending; called as {@link #change}'s
     * @param limit at most so many, > 0
     * @return what is kept now of those that were taken: to be sent
     */
    List<Alert> claim(String notifier, Instant now, UnaryOperator<Alert> rule, int limit);

    /** What is kept under these keys, in any order. */
    List<Alert> find(Collection<AlertKey> keys);

    /**
     * The firing alerts of all notifiers, the longest firing first, those of one moment by their id.
     *
     * @param after go on behind this one: start and id of the last of the page before, which need not fire any more
     * @param limit at most so many, > 0
     */
    List<Alert> firing(Optional<PagePosition> after, int limit);

    /**
     * Somebody took note: the alert of this instance ends at every notifier, is sent as resolved once more and then no
     * more; the next bad verdict makes it fire again.
     *
     * @return whether one was firing
     */
    boolean acknowledge(String account, String region, String instance, Instant now);

    /**
     * Forgets alerts that ended before a time and whose message is kept no more, so that nobody can send it again.
     *
     * @return how many
     */
    int forget(Instant endedBefore);
}
