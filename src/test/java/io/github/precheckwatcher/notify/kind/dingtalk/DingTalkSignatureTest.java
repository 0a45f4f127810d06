package io.github.precheckwatcher.notify.kind.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DingTalkSignatureTest {
    private static final Instant AT = Instant.ofEpochMilli(1_577_262_236_757L);
    private static final String SECRET = "SECthis-is-the-secret-of-a-test";

    /** Computed by openssl: printf '%s\n%s' 1577262236757 SECRET | openssl dgst -sha256 -hmac SECRET -binary | base64, then percent-encoded. */
    private static final String SIGN = "OfAq0%2BCfXkwRCYA8%2BIjWeePzgk7U%2BLVs6%2F%2FpIV2qALg%3D";

    @ParameterizedTest
    @CsvSource({
        "https://h/robot/send?access_token=t, https://h/robot/send?access_token=t&",
        "https://h/robot/send, https://h/robot/send?",
        "https://h/robot/send?access_token=t#x, https://h/robot/send?access_token=t&"
    })
    void time_in_milliseconds_and_signature_stand_behind_the_query(String address, String signed) {
        assertThat(DingTalkSignature.signed(URI.create(address), SECRET, AT))
                .isEqualTo(URI.create(signed + "timestamp=1577262236757&sign=" + SIGN));
    }
}
