package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.precheck.PrecheckRef;
import io.smallrye.mutiny.Uni;

/** Port: asks the cloud once how a precheck is doing. */
public interface PrecheckQuery {
    /**
     * Makes one call, as {@link CloudCalls#call} says. A good answer is a {@link PollResult.Observed}.
     *
     * @param account the name of a configured account
     * @throws IllegalArgumentException (as a failed Uni) when no such account is configured
     */
    Uni<PollResponse> query(String account, PrecheckRef ref);
}
