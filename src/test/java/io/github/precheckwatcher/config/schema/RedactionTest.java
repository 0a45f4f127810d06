package io.github.precheckwatcher.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "type: whsec_short",
                "LTAI5tQ7Example",
                "https://oapi.dingtalk.com/robot/send?access_token=1",
                "kX9aZ3Qw8ErTyU1iOpLmN0bVcXzAsD",
                "backoffkX9aZ3Qw8ErTyU1iOpLmN0bVcXzAsD"
            })
    void what_looks_like_a_secret_is_not_shown(String text) {
        assertThat(Redaction.value(text, false)).isEqualTo("this value");
        assertThat(Redaction.key(text)).isEqualTo("(hidden)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders-db", "t-000bc9nqwxsbyvod0001", "ebc895506c6911ed800000163e0e0001", "预检", "cn-hangzhou"})
    void ordinary_words_are_shown(String text) {
        assertThat(Redaction.value(text, false)).isEqualTo("'" + text + "'");
        assertThat(Redaction.key(text)).isEqualTo(text);
    }

    @Test
    void long_texts_are_cut_and_control_characters_replaced() {
        assertThat(Redaction.value("a\u001b[31m\n\u202e" + "x".repeat(100), false))
                .isEqualTo("'a?[31m??" + "x".repeat(52) + "...'");
    }

    @Test
    void a_hidden_value_is_never_shown() {
        assertThat(Redaction.value("harmless", true)).isEqualTo("this value");
    }
}
