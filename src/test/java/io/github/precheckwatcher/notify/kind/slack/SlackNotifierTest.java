package io.github.precheckwatcher.notify.kind.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.kind.ChatNotifierContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in of the platform. */
class SlackNotifierTest extends ChatNotifierContract {
    SlackNotifierTest() {
        super(new Platform(
                NotifierKind.SLACK,
                List.of("ok", "ok\n", "{\"ok\":true}", "{\"success\":true}"),
                List.of("{\"ok\":false}", "invalid_payload", "okay"),
                "HTTP 200 without Slack's ok",
                echo -> new Reply(400, echo),
                List.of("HTTP 400 Bad Request"),
                List.of("U012AB3CD", "S0GROUP"),
                List.of("@alice"),
                "Slack",
                List.of("B0000TEST")));
    }

    @Test
    void a_webhook_takes_what_is_sent() {
        var slack = open(new FakeSlack(clock));

        assertThat(send(slack.uri())).isEqualTo(new Delivered(200));
        assertThat(slack.messages()).hasSize(1);
        assertThat(slack.messages().get(0).fallback()).isEqualTo("WARNING orders-db");
        assertThat(slack.messages().get(0).called()).containsExactly("@U012AB3CD");
        assertThat(slack.messages().get(0).shown())
                .contains("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE: WARNING (Recovery mode)");
        NotifierSettings settings = settings(slack.uri());
        assertThat(slack.messages().get(0).body()).isEqualTo(delivery(settings).body());
    }

    @Test
    void more_than_one_a_second_pauses_as_long_as_slack_says() {
        var slack = open(new FakeSlack(clock));
        assertThat(send(slack.uri())).isEqualTo(new Delivered(200));

        var paused = (Paused) send(slack.uri());

        assertThat(paused.status()).isEqualTo(429);
        assertThat(paused.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(paused.words())
                .isEqualTo("HTTP 429: rate_limited; too many messages: it goes on when Slack allows; see rate-limit");
        clock.advance(Duration.ofSeconds(1));
        assertThat(send(slack.uri())).isEqualTo(new Delivered(200));
    }

    @ParameterizedTest
    @CsvSource({
        "403, invalid_token, make a new one",
        "404, no_service, make a new one",
        "404, channel_not_found, make a webhook for another one",
        "403, action_prohibited, ask one",
        "400, invalid_payload, template-file",
        "400, invalid_blocks, template-file",
        "400, user_not_found, mention",
        "500, rollup_error, tried again"
    })
    void a_refusal_says_the_word_and_what_to_do(int status, String word, String remedy) {
        var slack = open(new FakeSlack(clock));
        slack.answerNext(status, word);

        var failed = (Failed) send(slack.uri());

        assertThat(failed.status()).contains(status);
        assertThat(failed.error())
                .startsWith("HTTP " + status + ' ')
                .contains(": " + word + "; ")
                .contains(remedy);
    }

    @Test
    void another_address_of_slack_is_refused() {
        var slack = open(new FakeSlack(clock));

        assertThat(((Failed) send(URI.create(slack.uri() + "x"))).error())
                .isEqualTo(
                        "HTTP 403 Forbidden: invalid_token; the webhook was taken back or never was: make a new one and"
                                + " set key or url");
    }

    @Test
    void only_words_of_slack_are_shown() {
        var slack = open(new FakeSlack(clock));
        slack.answerNext(400, "no " + slack.uri());

        assertThat(send(slack.uri())).isEqualTo(new Failed(Optional.of(400), "HTTP 400 Bad Request"));
    }

    @Test
    void a_key_is_made_an_address() {
        NotifierType type = NotifierKind.SLACK.type();

        assertThat(type.addressOf(Optional.empty(), "T1/B2/x3"))
                .isEqualTo(URI.create("https://hooks.slack.com/services/T1/B2/x3"));
        assertThat(type.addressOf(Optional.of(URI.create("https://hooks.slack-gov.com")), "T1/B2/x3"))
                .isEqualTo(URI.create("https://hooks.slack-gov.com/services/T1/B2/x3"));
        for (String wrong : List.of("s3cret", "https://hooks.slack.com/services/T1/B2/s3cret", "T1/B2/s3cret?x")) {
            assertThatThrownBy(() -> type.addressOf(Optional.empty(), wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    private AttemptResult send(URI uri) {
        NotifierSettings settings = settings(uri);
        return send(settings, delivery(settings));
    }
}
