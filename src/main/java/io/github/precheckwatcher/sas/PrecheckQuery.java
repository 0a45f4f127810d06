package io.github.precheckwatcher.sas;

import io.github.precheckwatcher.precheck.PrecheckRef;
import io.smallrye.mutiny.Uni;

/** Port: asks the cloud once how a precheck is doing. */
public interface PrecheckQuery {
    /**
     * Sends one signed QueryPreCheckDatabase call (with the one refresh, one correction, one renewed nonce and one
     * re-send over a stale connection that design.md 4 grants; every further request first takes a {@link CallPermits}
     * permit). The whole call, re-sends included, is bounded by the account's read timeout.
     *
     * <p>Never fails for what the network or the cloud does: that is in the answer. Does not block the caller;
     * may answer on an event loop.
     *
     * @param account the name of a configured account
     * @throws IllegalArgumentException (as a failed Uni) when no such account is configured
     */
    Uni<PollAnswer> query(String account, PrecheckRef ref);
}
