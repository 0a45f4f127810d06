package io.github.precheckwatcher.simulator;

import io.github.precheckwatcher.notify.SigningSecret;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Verifies an arrived webhook by the Standard Webhooks specification. */
final class SinkSignature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private SinkSignature() {}

    /** What is to be said about a webhook's signature. */
    enum Finding {
        VERIFIED,
        MISSING,
        WRONG,
        /** Signed more than five minutes ago, or from now. */
        STALE
    }

    static Finding check(MultiMap headers, byte[] body, List<SigningSecret> secrets, Instant now) {
        String id = headers.get("webhook-id");
        String timestamp = headers.get("webhook-timestamp");
        String signature = headers.get("webhook-signature");
        if (id == null || timestamp == null || signature == null) {
            return Finding.MISSING;
        }
        Instant signedAt;
        try {
            signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return Finding.WRONG;
        }
        return Finding.WRONG;
    }
}
