package io.github.precheckwatcher.notify.kind.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeishuSignatureTest {
    private static final Instant AT = Instant.ofEpochSecond(1_599_360_473L, 999_000_000);

    /** The expected value is made by Python's hmac, as the platform's own example does it. */
    @Test
    void time_and_secret_are_the_key_and_nothing_is_the_message() {
        assertThat(FeishuSignature.sign("1599360473", "s3cret-of-tests"))
                .isEqualTo("Gkyjlb1wZ5y0TxOcuABRBpTWW3wS+/KHeu4M+mx3mtg=");
    }

    @Test
    void the_body_behind_the_signature_stays_byte_for_byte() {
        String body = "{\"msg_type\" : \"interactive\",\n \"card\":{\"a\":\"é\\u00e9😀\"} }";
        assertThat(FeishuSignature.into(body, "s3cret-of-tests", AT))
                .isEqualTo("{\"timestamp\":\"1599360473\",\"sign\":\"Gkyjlb1wZ5y0TxOcuABRBpTWW3wS+/KHeu4M+mx3mtg=\","
                        + body.substring(1));
    }

    @Test
    void the_room_kept_for_it_is_never_less_than_it_takes() {
        String body = "{\"a\":1}";
        String today = FeishuSignature.into(body, "x", AT);
        String last = FeishuSignature.into(body, "x", Instant.ofEpochSecond(99_999_999_999L));
        assertThat(today.length() - body.length()).isLessThanOrEqualTo(FeishuSignature.ROOM);
        assertThat(last.length() - body.length()).isEqualTo(FeishuSignature.ROOM);
    }

    @Test
    void what_is_no_object_is_not_signed() {
        assertThatThrownBy(() -> FeishuSignature.into("[]", "s3cret", AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }
}
