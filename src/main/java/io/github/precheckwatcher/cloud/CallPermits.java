package io.github.precheckwatcher.cloud;

import io.smallrye.mutiny.Uni;

/** Port: every request sent takes a token of its account's budget; implemented by the engine. */
public interface CallPermits {
    /** Completes when one more request of this account may be sent; fails when none can be had soon (a second, or longer for a budget
     * of less than a call a second). */
    Uni<Void> take(String account);
}
