package io.github.precheckwatcher.cloud.sas;

import io.github.precheckwatcher.cloud.RpcCall;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;

/** Security Center's calls for tests of other packages. */
public final class SasCalls {
    private SasCalls() {}

    /** Asks for some precheck. */
    public static RpcCall query() {
        return query(new PrecheckRef("t-1", "i-1", "cn-hangzhou"));
    }

    /** What a state word stands for. */
    public static Phase phase(String word) {
        return QueryPreCheckDatabase.phase(word);
    }

    /** Asks for this precheck. */
    public static RpcCall query(PrecheckRef ref) {
        return new QueryPreCheckDatabase(ref);
    }
}
