package io.github.precheckwatcher.notify.kind.dingtalk;

import io.github.precheckwatcher.secret.HmacSha256;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs a request to a custom robot: HMAC-SHA256 of {@code timestamp + "\n" + secret} under the secret, base64, both in
 * the query; the timestamp in milliseconds, at most an hour off. The platform's rule as third parties quote it
 * (prometheus-webhook-dingtalk and apprise do the same).
 */
final class DingTalkSignature {
    private DingTalkSignature() {}

    /** The address with its signature. */
    static URI signed(URI address, String secret, Instant at) {
        String timestamp = Long.toString(at.toEpochMilli());
        String text = address.toString();
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(whole
                + (address.getRawQuery() == null ? '?' : '&')
                + "timestamp="
                + timestamp
                + "&sign="
                + URLEncoder.encode(sign(secret, timestamp), StandardCharsets.UTF_8));
    }

    /** The signature in base64, not yet encoded for a query. */
    static String sign(String secret, String timestamp) {
        byte[] text = (timestamp + '\n' + secret).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(HmacSha256.of(secret.getBytes(StandardCharsets.UTF_8), text));
    }
}
