package io.github.precheckwatcher.watch.act;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.WatchSpec;
import java.util.Optional;

/**
 * A watch that an operator chose.
 *
 * @param polled whether a poll of it is under way
 * @param outcome how it ended; empty while it runs
 */
public record Chosen(String id, WatchSpec spec, State state, boolean polled, Optional<Outcome> outcome) {
    public Chosen {
        requireNonNull(id, "id");
        requireNonNull(spec, "spec");
        requireNonNull(state, "state");
        requireNonNull(outcome, "outcome");
    }

    /** The same with another specification. */
    public Chosen with(WatchSpec other) {
        return new Chosen(id, other, state, polled, outcome);
    }

    public boolean runs() {
        return state == State.WATCHING;
    }
}
