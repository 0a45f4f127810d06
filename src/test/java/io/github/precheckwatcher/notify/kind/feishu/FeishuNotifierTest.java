package io.github.precheckwatcher.notify.kind.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.kind.ChatNotifierContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in of the platform. */
class FeishuNotifierTest extends ChatNotifierContract {
    private static final String SECRET = SECRET_PART + "-of-the-bot";

    FeishuNotifierTest() {
        super(new Platform(
                NotifierKind.FEISHU,
                List.of(
                        "{\"code\":0}",
                        "{\"code\":0,\"data\":{},\"msg\":\"success\"}",
                        "{\"Extra\":null,\"StatusCode\":0,\"StatusMessage\":\"success\"}"),
                List.of("ok", "{\"code\":null}", "{\"code\":1,\"StatusCode\":0}", "{\"msg\":\"success\"}"),
                "",
                echo -> new Reply(200, "{\"code\":19001,\"msg\":\"" + echo + "\"}"),
                List.of("code 19001: no hook", "check key or url"),
                List.of("ou_1"),
                List.of("a@b.example", "ou_1></at><at id=all"),
                "Feishu",
                List.of("5ec2e7")));
    }

    @Test
    void a_bot_that_wants_signatures_takes_what_is_sent() {
        var bot = open(FakeFeishu.signed(clock, SECRET));

        assertThat(send(bot.uri(), Optional.of(SECRET))).isEqualTo(new Delivered(200));
        assertThat(bot.messages()).hasSize(1);
        assertThat(bot.messages().get(0).title()).isEqualTo("WARNING orders-db");
        assertThat(bot.messages().get(0).called()).containsExactly("ou_1");
        assertThat(bot.messages().get(0).shown())
                .contains("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE: WARNING (Recovery mode)");
    }

    @Test
    void each_attempt_is_signed_anew_and_the_rest_stays_as_stored() {
        var bot = open(FakeFeishu.signed(clock, SECRET));
        bot.answerNext(500, "");
        NotifierSettings settings = settings(bot.uri(), Secret.fixed(Optional.of(SECRET)));
        Delivery delivery = delivery(settings);

        assertThat(send(settings, delivery)).isInstanceOf(Failed.class);
        clock.advance(Duration.ofHours(2));
        assertThat(send(settings, delivery)).isEqualTo(new Delivered(200));

        assertThat(bot.bodies())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(body -> assertThat(body)
                        .startsWith("{\"timestamp\":\"")
                        .endsWith(delivery.body().substring(1)));
    }

    @Test
    void a_secret_that_changes_signs_the_next_attempt() {
        var bot = open(FakeFeishu.signed(clock, SECRET));
        var secret = new AtomicReference<>(Optional.of("the s3cret before"));
        NotifierSettings settings = settings(bot.uri(), secret::get);

        assertThat(send(settings, delivery(settings)))
                .isEqualTo(new Failed(
                        Optional.of(200),
                        "code 19021: sign match fail or timestamp is not within one hour from current time; signature"
                                + " refused: check secret against the bot's page, and this machine's clock"));
        secret.set(Optional.of(SECRET));
        assertThat(send(settings, delivery(settings))).isEqualTo(new Delivered(200));
    }

    @Test
    void a_clock_that_is_wrong_by_hours_is_refused() {
        var bot = open(FakeFeishu.signed(new FakeClock(Notifications.NOW.plus(Duration.ofMinutes(61))), SECRET));

        assertThat(send(bot.uri(), Optional.of(SECRET))).isInstanceOf(Failed.class);
        assertThat(bot.codes()).containsExactly(19021);
    }

    @Test
    void too_many_messages_pause_for_the_ban() {
        var bot = open(FakeFeishu.open(clock));
        for (int i = 0; i < 5; i++) {
            assertThat(send(bot.uri(), Optional.empty())).isEqualTo(new Delivered(200));
        }

        var paused = (Paused) send(bot.uri(), Optional.empty());

        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.retryAfter()).isEmpty();
        assertThat(paused.words()).startsWith("code 11232: frequency limited");
        clock.advance(Duration.ofSeconds(1));
        assertThat(send(bot.uri(), Optional.empty())).isEqualTo(new Delivered(200));
    }

    @ParameterizedTest
    @CsvSource({
        "429, '{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}', x-ogw-ratelimit-reset: 52, 52",
        "400, '{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}', x-ogw-ratelimit-reset: 7, 7",
        "200, '{\"code\":\"11232\"}', x-other: 1,",
        "200, '{\"StatusCode\":11232}', x-other: 1,",
        "429, 'no json', retry-after: 9, 9",
        "429, '', x-ogw-ratelimit-reset: soon,"
    })
    void every_form_of_limit_pauses(int status, String body, String header, Long seconds) {
        var bot = open(FakeFeishu.open(clock));
        bot.answerNext(status, body, header);

        var paused = (Paused) send(bot.uri(), Optional.empty());

        assertThat(paused.retryAfter()).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @Test
    void a_missing_keyword_says_what_to_do() {
        var bot = open(FakeFeishu.open(clock));
        bot.want("a word that no message has");

        assertThat(((Failed) send(bot.uri(), Optional.empty())).error())
                .startsWith("code 19024: Key Words Not Found; none of the bot's keywords is in the text");
    }

    @Test
    void a_key_is_made_an_address_of_feishu_or_of_lark() {
        NotifierType type = NotifierKind.FEISHU.type();

        assertThat(type.addressOf(Optional.empty(), "3f0d-1"))
                .isEqualTo(URI.create("https://open.feishu.cn/open-apis/bot/v2/hook/3f0d-1"));
        assertThat(type.addressOf(Optional.of(URI.create("https://open.larksuite.com/")), "3f0d-1"))
                .isEqualTo(URI.create("https://open.larksuite.com/open-apis/bot/v2/hook/3f0d-1"));
        assertThatThrownBy(() -> type.addressOf(Optional.empty(), bot("s3cret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    private static String bot(String token) {
        return "https://open.feishu.cn/open-apis/bot/v2/hook/" + token;
    }

    private AttemptResult send(URI uri, Optional<String> secret) {
        NotifierSettings settings = settings(uri, Secret.fixed(secret));
        return send(settings, delivery(settings));
    }

    private NotifierSettings settings(URI uri, Secret<Optional<String>> secret) {
        return signed(settings(uri), secret);
    }
}
