package io.github.precheckwatcher.watch.act;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.watch.WatchQueries.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which watches an operator chooses. */
public sealed interface Selection {
    /** These, whether they run or have ended. */
    record ByIds(List<String> ids) implements Selection {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /**
     * All that fit.
     *
     * @param endedSince only those that ended then or later
     */
    record ByFilter(Filter filter, Optional<Instant> endedSince) implements Selection {
        public ByFilter {
            requireNonNull(filter, "filter");
            requireNonNull(endedSince, "endedSince");
        }
    }
}
