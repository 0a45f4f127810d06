package io.github.precheckwatcher.cloud.answer;

/** An answer has a status that no HTTP answer has; the rest of it was not read. */
public final class NoHttpResponse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoHttpResponse() {
        super("no status of an HTTP answer", null, false, false);
    }
}
