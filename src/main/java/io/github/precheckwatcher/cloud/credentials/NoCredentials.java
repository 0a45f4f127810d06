package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Problem;
import java.util.Optional;

/**
 * An account's source gives no key. Carries no cause: the vendor's library puts whole answers of token services into its
 * messages.
 */
public final class NoCredentials extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The {@code problem.code}. */
    static final String CODE = "NoCredentials";

    private final String remedy;

    NoCredentials(String message, String remedy) {
        super(requireNonNull(message, "message"), null, false, false);
        this.remedy = requireNonNull(remedy, "remedy");
    }

    public Problem problem() {
        return new Problem(CODE, getMessage(), Optional.empty(), Optional.of(remedy));
    }
}
