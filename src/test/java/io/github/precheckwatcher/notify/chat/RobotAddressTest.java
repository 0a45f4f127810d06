package io.github.precheckwatcher.notify.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotAddressTest {
    private static final String KEY = "5ec2e770-a11e-4000-8000-0000000c0ffe";

    @ParameterizedTest
    @CsvSource({
        "DINGTALK, https://oapi.dingtalk.com/robot/send?access_token=",
        "WECOM, https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
    })
    void a_key_becomes_the_platforms_address(NotifierKind kind, String address) {
        assertThat(kind.type().address()).isEqualTo(NotifierType.Address.KEY_OR_URL);
        assertThat(kind.type().addressOf(Optional.empty(), KEY)).isEqualTo(URI.create(address + KEY));
    }

    @Test
    void a_base_url_takes_the_platforms_place_with_its_path() {
        NotifierType type = NotifierKind.WECOM.type();
        for (String base : new String[] {"http://proxy:8080/wecom", "http://proxy:8080/wecom/"}) {
            assertThat(type.addressOf(Optional.of(URI.create(base)), KEY))
                    .isEqualTo(URI.create("http://proxy:8080/wecom/cgi-bin/webhook/send?key=" + KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://oapi.dingtalk.com/robot/send?access_token=s3cret",
                "access_token=s3cret",
                "s3cret&x=1",
                "s3cret key",
                "s3cret#"
            })
    void what_can_be_no_key_is_refused_without_showing_it(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NotifierKind.DINGTALK.type().addressOf(Optional.empty(), key))
                .withMessageContaining("bare token")
                .withMessageNotContaining("s3cret");
    }
}
