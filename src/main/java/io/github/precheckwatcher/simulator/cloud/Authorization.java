package io.github.precheckwatcher.simulator.cloud;

import java.util.Optional;

/**
 * The parts of an {@code Authorization} header of signature version 3 (ACS3-HMAC-SHA256). Its text form hides the
 * signature.
 *
 * @param algorithm for example {@code ACS3-HMAC-SHA256}
 * @param keyId the AccessKey id
 * @param signedHeaders the names joined with {@code ;}
 * @param signature lower-case hex
 */
record Authorization(String algorithm, String keyId, String signedHeaders, String signature) {
    /** Reads the written form; empty when a part is missing. */
    static Optional<Authorization> parse(String written) {
        int space = written.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String keyId = "";
        String signedHeaders = "";
        String signature = "";
        for (String part : written.substring(space + 1).split(",")) {
            if (part.startsWith("Credential=")) {
                keyId = part.substring("Credential=".length());
            } else if (part.startsWith("SignedHeaders=")) {
                signedHeaders = part.substring("SignedHeaders=".length());
            } else if (part.startsWith("Signature=")) {
                signature = part.substring("Signature=".length());
            }
        }
        return keyId.isEmpty() || signedHeaders.isEmpty() || signature.isEmpty()
                ? Optional.empty()
                : Optional.of(new Authorization(written.substring(0, space), keyId, signedHeaders, signature));
    }

    @Override
    public String toString() {
        return "Authorization[" + algorithm + ", " + keyId + "]";
    }
}
