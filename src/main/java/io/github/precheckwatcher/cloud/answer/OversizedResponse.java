package io.github.precheckwatcher.cloud.answer;

/** An answer went over {@link RpcResponse#LIMIT_BYTES}; the rest of it was not read. */
public final class OversizedResponse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OversizedResponse() {
        super("more than " + RpcResponse.LIMIT_BYTES + " bytes", null, false, false);
    }
}
