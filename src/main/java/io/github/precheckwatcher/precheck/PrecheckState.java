package io.github.precheckwatcher.precheck;

/**
 * The documented values of the answer's {@code Description}, and everything else.
 *
 * <p>Source: the vendor's page of QueryPreCheckDatabase names created, completed and error only.
 */
public enum PrecheckState {
    /** The precheck has started and runs. */
    CREATED,
    /** The precheck ran to its end; its items may still be bad. */
    COMPLETED,
    /** The precheck itself failed. */
    ERROR,
    /** A word that no source documents: keeps polling until the deadline. */
    UNHEARD_OF;

    /** Whether the vendor will not change this answer any more. */
    public boolean terminal() {
        return this == COMPLETED || this == ERROR;
    }

    /** Reads a raw word without regard to case and surrounding white space (Unicode's, BOM included); never null. */
    public static PrecheckState of(String raw) {
        return switch (Words.normal(raw)) {
            case "created" -> CREATED;
            case "completed" -> COMPLETED;
            case "error" -> ERROR;
            default -> UNHEARD_OF;
        };
    }
}
