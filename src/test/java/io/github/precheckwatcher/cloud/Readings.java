package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.cloud.answer.RpcResponse;
import io.github.precheckwatcher.cloud.answer.SafeText;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import java.util.Optional;

/** Reads raw answers for tests of other packages. */
public final class Readings {
    private Readings() {}

    /** What a poll with this answer comes to, second tries aside. */
    public static PollResponse of(int status, byte[] body) {
        RpcResponse response = new RpcResponse(status, Optional.empty(), Optional.empty(), Optional.empty(), body);
        return ResponseReader.read(response, SasCalls.query(), new SafeText(Optional.empty()))
                .response();
    }
}
