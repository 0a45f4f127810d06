package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.OperatorEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a notifier stands after attempts. Decided by {@link NotifierCircuit}, carried out by the store with the attempts
 * themselves.
 *
 * @param row the row from now on
 * @param retryNow it was down and is no more: what was tried since then, or never answered, and waits for a later try is
 *     due at once; what it refused before waits as it did, or it would be down again. Empty: nothing changes
 * @param news what operators are to be notified of
 */
public record NotifierTransition(NotifierRow row, Optional<Instant> retryNow, List<OperatorEvent> news) {
    public NotifierTransition {
        requireNonNull(row, "row");
        requireNonNull(retryNow, "retryNow");
        news = List.copyOf(news);
    }
}
