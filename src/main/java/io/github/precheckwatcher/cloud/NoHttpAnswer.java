package io.github.precheckwatcher.cloud;

/** An answer has a status that no HTTP answer has; the rest of it was not read. */
final class NoHttpAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoHttpAnswer() {
        super("no status of an HTTP answer", null, false, false);
    }
}
