package io.github.precheckwatcher.cloud;

/** An answer went over {@link VendorAnswer#LIMIT_BYTES}; the rest of it was not read. */
final class OversizedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OversizedAnswer() {
        super("more than " + VendorAnswer.LIMIT_BYTES + " bytes", null, false, false);
    }
}
