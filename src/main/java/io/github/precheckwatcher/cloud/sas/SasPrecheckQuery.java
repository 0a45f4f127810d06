package io.github.precheckwatcher.cloud.sas;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.CloudCalls;
import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PrecheckQuery;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks Security Center. Thread-safe. */
@ApplicationScoped
public class SasPrecheckQuery implements PrecheckQuery {
    private final CloudCalls calls;

    public SasPrecheckQuery(CloudCalls calls) {
        this.calls = requireNonNull(calls, "calls");
    }

    @Override
    public Uni<PollResponse> query(String account, PrecheckRef ref) {
        return calls.call(account, new QueryPreCheckDatabase(ref));
    }
}
