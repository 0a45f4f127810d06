package io.github.precheckwatcher.notify.kind.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.github.precheckwatcher.notify.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    private static final SigningSecret SECRET = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = bytes("{\"test\": 2432232314}");

    /** The vector that the spec's own libraries are tested with. */
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void signs_the_vector_of_the_spec() {
        assertThat(WebhookSignature.sign(List.of(SECRET), ID, AT.plusMillis(999), BODY))
                .isEqualTo(SIGNATURE);
    }

    @Test
    void agrees_with_the_official_library_on_random_messages() throws Exception {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[24 + random.nextInt(41)];
            random.nextBytes(key);
            String written = "whsec_" + Base64.getEncoder().encodeToString(key);
            String body = "{\"预检\":\"" + Long.toString(random.nextLong(), 36) + "\"}";
            String id = "id-" + random.nextInt();
            Instant at = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
            assertThat(WebhookSignature.sign(List.of(SigningSecret.parse(written)), id, at, bytes(body)))
                    .isEqualTo(new Webhook(written).sign(id, at.getEpochSecond(), body));
        }
    }

    @Test
    void several_secrets_give_a_signature_each_and_any_of_them_verifies() {
        var old = SigningSecret.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[24]));
        String both = WebhookSignature.sign(List.of(SECRET, old), ID, AT, BODY);
        assertThat(both).startsWith(SIGNATURE + " v1,");
        assertThat(verify(List.of(SECRET), both)).isTrue();
        assertThat(verify(List.of(old), both)).isTrue();
        assertThat(verify(List.of(old, SECRET), SIGNATURE)).isTrue();
        assertThat(verify(List.of(old), SIGNATURE)).isFalse();
    }

    @Test
    void what_was_changed_is_not_genuine() {
        var secrets = List.of(SECRET);
        String seconds = Long.toString(AT.getEpochSecond());
        assertThat(WebhookSignature.verify(secrets, ID, seconds, SIGNATURE, BODY, AT))
                .isTrue();
        assertThat(WebhookSignature.verify(secrets, ID + "x", seconds, SIGNATURE, BODY, AT))
                .isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, "1614265331", SIGNATURE, BODY, AT))
                .isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, seconds, SIGNATURE, bytes("{}"), AT))
                .isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, seconds, SIGNATURE.replace("v1", "v2"), BODY, AT))
                .isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, seconds, "", BODY, AT)).isFalse();
        assertThat(WebhookSignature.verify(List.of(), ID, seconds, SIGNATURE, BODY, AT))
                .isFalse();
    }

    @Test
    void what_is_old_or_from_the_future_is_not_fresh() {
        assertThat(verifyAt(AT.plusSeconds(300))).isTrue();
        assertThat(verifyAt(AT.plusSeconds(301))).isFalse();
        assertThat(verifyAt(AT.minusSeconds(300))).isTrue();
        assertThat(verifyAt(AT.minusSeconds(301))).isFalse();
        assertThat(WebhookSignature.verify(List.of(SECRET), ID, "soon", SIGNATURE, BODY, AT))
                .isFalse();
        assertThat(WebhookSignature.verify(List.of(SECRET), ID, "9".repeat(40), SIGNATURE, BODY, AT))
                .isFalse();
    }

    private static boolean verifyAt(Instant now) {
        return WebhookSignature.verify(List.of(SECRET), ID, Long.toString(AT.getEpochSecond()), SIGNATURE, BODY, now);
    }

    private static boolean verify(List<SigningSecret> secrets, String signatures) {
        return WebhookSignature.verify(secrets, ID, Long.toString(AT.getEpochSecond()), signatures, BODY, AT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
