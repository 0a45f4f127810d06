package io.github.precheckwatcher.notify.kind.webhook;

import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.secret.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs and verifies by the Standard Webhooks spec: {@code v1,} and the base64 of HMAC-SHA256 over
 * {@code id.timestamp.body}. Source: https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
 */
public final class WebhookSignature {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How far a timestamp may be from the verifier's clock, as in the spec's own libraries. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";

    private WebhookSignature() {}

    /**
     * The value of {@code webhook-signature}: one signature a secret, in their order, with a space between.
     *
     * @param at the time of the attempt; the whole seconds of it are signed
     */
    public static String sign(List<SigningSecret> secrets, String id, Instant at, byte[] body) {
        return secrets.stream()
                .map(secret -> signature(secret, id, Long.toString(at.getEpochSecond()), body))
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether a received message is genuine and fresh.
     *
     * @param secrets any of them will do
     * @param id the header {@code webhook-id} as received
     * @param timestamp the header {@code webhook-timestamp} as received
     * @param signatures the header {@code webhook-signature} as received
     */
    public static boolean verify(
            List<SigningSecret> secrets, String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration away = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (away.abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        boolean genuine = false;
        for (SigningSecret secret : secrets) {
            byte[] expected = signature(secret, id, timestamp, body).getBytes(StandardCharsets.UTF_8);
            for (String signature : signatures.split(" ")) {
                genuine |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
            }
        }
        return genuine;
    }

    private static String signature(SigningSecret secret, String id, String timestamp, byte[] body) {
        byte[] before = (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
        return VERSION + Base64.getEncoder().encodeToString(HmacSha256.of(secret.key(), before, body));
    }
}
