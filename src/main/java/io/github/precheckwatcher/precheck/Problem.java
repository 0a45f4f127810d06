package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Why there is no plain answer, in words for the reader.
 *
 * @param code the vendor's {@code Code}, or one of ours ({@code PRECHECK_ERROR}, {@code NO_REPORT}, {@code DEADLINE},
 *     {@code MALFORMED}, {@code OVERSIZED}, {@code NETWORK}, {@code INTERNAL}, {@code NoAccount})
 * @param message what happened; already free of secrets and control characters
 * @param requestId the vendor's request id
 * @param remedy what to do about it
 */
public record Problem(String code, String message, Optional<String> requestId, Optional<String> remedy) {
    public static final String PRECHECK_ERROR = "PRECHECK_ERROR";
    public static final String NO_REPORT = "NO_REPORT";
    public static final String DEADLINE = "DEADLINE";
    public static final String MALFORMED = "MALFORMED";
    public static final String OVERSIZED = "OVERSIZED";
    public static final String NETWORK = "NETWORK";
    /** An exception of ours where none should be. */
    public static final String INTERNAL = "INTERNAL";
    /** Written as the vendor writes codes of its kind, beside its {@code NoPermission}. */
    public static final String NO_ACCOUNT = "NoAccount";

    public Problem {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        requireNonNull(requestId, "requestId");
        requireNonNull(remedy, "remedy");
    }

    /** The same without any word from outside but plain codes: for a store that refuses to keep the words. */
    public Problem withoutWords() {
        return new Problem(
                VendorText.isPlain(code) ? code : NO_REPORT,
                "The store refuses to keep the words of this answer.",
                requestId.filter(VendorText::isPlain),
                Optional.of("Look at the precheck in the Security Center console; the daemon's log says why the store"
                        + " refuses the words."));
    }
}
