package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.precheck.ByteBudget;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lets answers larger than {@link ByteBudget#SMALL_ANSWER} be read a few at a time, over all accounts: each takes several
 * times its bytes while it is read, and a thousand calls may be under way. Thread safe.
 */
final class LargeResponses {
    private final Set<Attempt> reading = new HashSet<>();
    private final Map<Attempt, Runnable> waiting = new LinkedHashMap<>();

    /**
     * Asks for a turn.
     *
     * @param begin is run when the turn comes, perhaps at once, perhaps by another thread
     */
    void await(Attempt attempt, Runnable begin) {
        synchronized (this) {
            if (reading.size() >= ByteBudget.LARGE_ANSWERS) {
                waiting.put(attempt, begin);
                attempt.holdUp();
                return;
            }
            reading.add(attempt);
        }
        begin.run();
    }

    /** It needs no turn any more, whether it had one or waited for it or neither. */
    void leave(Attempt attempt) {
        Runnable next = null;
        synchronized (this) {
            waiting.remove(attempt);
            if (reading.remove(attempt) && !waiting.isEmpty()) {
                Attempt first = waiting.keySet().iterator().next();
                next = waiting.remove(first);
                reading.add(first);
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
