package io.github.precheckwatcher.watch.act;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.watch.WatchQueries.State;
import java.util.Locale;

/** What operators do to any number of watches at once. */
public enum Act {
    /** Running watches end as CANCELLED. */
    CANCEL(State.WATCHING),
    /** Running watches are due now. */
    POLL(State.WATCHING),
    /** Ended watches begin a further round. */
    REWATCH(State.ENDED);

    private final State takes;

    Act(State takes) {
        this.takes = requireNonNull(takes, "takes");
    }

    /** To which watches something is done; to others nothing is. */
    public State takes() {
        return takes;
    }

    /** As paths, commands and the log call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
