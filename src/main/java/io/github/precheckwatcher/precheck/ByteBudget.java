package io.github.precheckwatcher.precheck;

/**
 * How many bytes of what comes from outside are read, kept and held at a time. Everything that grows with what somebody
 * sends is bounded in bytes: a count says nothing about memory when one word may have a megabyte.
 */
public final class ByteBudget {
    /** The body of an answer, as it comes over the wire; a larger one is not read to its end. */
    public static final int ANSWER = 1 << 20;

    /** The head of an answer: status line and headers. */
    public static final int ANSWER_HEAD = 64 << 10;

    /** A raw word of the vendor's (item, result, state, instance id, database type), in UTF-8; {@link VendorText#word}. */
    public static final int WORD = 256;

    /** What is kept of a report, with the catalogue's texts that a message adds to it; in UTF-8. */
    public static final int REPORT = 64 << 10;

    /** What is kept of a {@code Result} that could not be judged, in UTF-8. */
    public static final int RAW_RESULT = 4_096;

    /** An answer up to this is read whatever else is under way; larger ones take turns. */
    public static final int SMALL_ANSWER = 16 << 10;

    /** So many answers larger than {@link #SMALL_ANSWER} are read at a time, over all accounts. */
    public static final int LARGE_ANSWERS = 2;

    /** What the reports have that are written in one transaction; a single larger one is written alone. */
    public static final int REPORT_BATCH = 512 << 10;

    /** What the reports of an account's polls may have that are answered and not written yet; beyond it no poll is sent. */
    public static final int REPORTS_IN_FLIGHT = 4 << 20;

    /** What the bodies have that one notifier claims at a time; a single larger one is claimed alone. */
    public static final int DELIVERY_BATCH = 2 << 20;

    /** What the events have that are grouped into one digest. */
    public static final int DIGEST = 8 << 20;

    private ByteBudget() {}
}
