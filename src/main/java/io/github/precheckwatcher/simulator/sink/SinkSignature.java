package io.github.precheckwatcher.simulator.sink;

import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.kind.webhook.WebhookSignature;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is to be said about an arrived webhook's signature. */
enum SinkSignature {
    /** Made with one of the secrets, just now. */
    VERIFIED,
    /** One of the three headers is not there. */
    MISSING,
    /** Its timestamp is more than five minutes off. */
    STALE,
    /** Made with another secret, over another body, or no signature at all. */
    WRONG;

    static SinkSignature of(MultiMap headers, byte[] body, List<SigningSecret> secrets, Instant now) {
        String id = headers.get(WebhookSignature.ID);
        String timestamp = headers.get(WebhookSignature.TIMESTAMP);
        String signatures = headers.get(WebhookSignature.SIGNATURE);
        if (id == null || timestamp == null || signatures == null) {
            return MISSING;
        } else if (WebhookSignature.verify(secrets, id, timestamp, signatures, body, now)) {
            return VERIFIED;
        }
        return stale(timestamp, now) ? STALE : WRONG;
    }

    private static boolean stale(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration away = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return away.abs().compareTo(WebhookSignature.TOLERANCE) > 0;
    }
}
