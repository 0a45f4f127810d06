package io.github.precheckwatcher.notify.kind.feishu;

import io.github.precheckwatcher.secret.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs as custom bots want it: base64 of HMAC-SHA256 over nothing at all, with the time and the secret as the key; both
 * stand in the body. Not DingTalk's way. Source: "Custom bot usage guide", open.feishu.cn.
 */
final class FeishuSignature {
    /** How many bytes {@link #into} adds: base64 of 32 bytes, and as many digits as seconds have until the year 5138. */
    static final int ROOM = fields("99999999999", "s".repeat(44)).length();

    private FeishuSignature() {}

    /**
     * The body with {@code timestamp} and {@code sign} as its first fields; all else byte for byte as it was.
     *
     * @param body a JSON object with at least one field, without white space before it
     * @param at the time of the attempt; the platform takes an hour to both sides
     */
    static String into(String body, String secret, Instant at) {
        if (!body.startsWith("{\"")) {
            throw new IllegalArgumentException("a body begins with {\"");
        }
        String timestamp = Long.toString(at.getEpochSecond());
        return '{' + fields(timestamp, sign(timestamp, secret)) + body.substring(1);
    }

    static String sign(String timestamp, String secret) {
        byte[] key = (timestamp + '\n' + secret).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(HmacSha256.of(key));
    }

    private static String fields(String timestamp, String sign) {
        return "\"timestamp\":\"" + timestamp + "\",\"sign\":\"" + sign + "\",";
    }
}
