package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.sas.PollAnswer;
import java.time.Instant;

/** What an account may spend and how answers change its standing; design.md 4 and 5. Pure. */
public final class AccountRule {
    private AccountRule() {}

    /** What a claim of at most {@code limit} rows may take now. */
    public static Admission admit(AccountRow row, double configuredRate, Instant now, int limit) {
        throw new IllegalStateException("skeleton");
    }

    /** The row after {@code taken} rows were claimed under this admission. */
    public static AccountRow spend(Admission admission, int taken, Instant now) {
        throw new IllegalStateException("skeleton");
    }

    /** The row after an answer. */
    public static AccountRow after(AccountRow row, PollAnswer answer, boolean refusedBefore, Instant now) {
        throw new IllegalStateException("skeleton");
    }
}
