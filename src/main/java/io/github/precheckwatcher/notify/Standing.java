package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a notifier stands after attempts. Decided by {@link NotifierRule}, carried out by the store with the attempts
 * themselves.
 *
 * @param row the row from now on
 * @param recovered whether it was down and works again: what waits for a later try is due at once
 * @param news what operators are to be told of it
 */
public record Standing(NotifierRow row, boolean recovered, List<OperatorEvent> news) {
    public Standing {
        requireNonNull(row, "row");
        news = List.copyOf(news);
    }
}
