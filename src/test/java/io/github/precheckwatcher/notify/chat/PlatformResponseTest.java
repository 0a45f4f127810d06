package io.github.precheckwatcher.notify.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.http.PostResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformResponseTest {
    private static final URI ADDRESS =
            URI.create("https://chat.example/s3cret-path/robot?token=s3cret%2Bcode&sign=s3cret-sign");
    private static final PlatformResponse ANSWERS = new PlatformResponse(
            "errcode",
            "errmsg",
            body -> PlatformResponse.is(body.path("errcode"), 429) || body.has("punish"),
            (code, words) -> code == 7 ? Optional.of("seven means: " + words.length()) : Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errcode\":0,\"errmsg\":\"ok\"}",
                "{\"errcode\":\"0\"}",
                "\uFEFF{\"errcode\":0}",
                "{\"errmsg\":\"ok\",\"errcode\":0,\"errcode\":0} "
            })
    void a_zero_code_is_success(String body) {
        assertThat(judged(200, body)).isEqualTo(new Delivered(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "<html><body>log in to the network</body></html>",
                "[]",
                "{}",
                "{\"errcode\":null}",
                "{\"errcode\":\"\"}",
                "{\"errcode\":0.5}",
                "{\"errcode\":0",
                "{\"code\":0}",
                "{\"errcode\":{\"errcode\":0}}",
                "{\"errcode\":false}",
                "{\"errcode\":99999999999999999999}"
            })
    void an_answer_without_a_zero_code_is_no_success(String body) {
        assertThat(judged(200, body)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status()).contains(200);
            assertThat(failed.error()).contains("errcode").doesNotContain("  ");
        });
    }

    @Test
    void a_foreign_answer_is_quoted_so_that_its_sender_can_be_guessed() {
        assertThat(judged(200, "<html>\r\n<title>Log in</title>"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error()).endsWith("; it begins: <html> <title>Log in</title>"));
    }

    @Test
    void a_code_comes_with_the_words_and_what_it_means() {
        assertThat(judged(200, "{\"errcode\":7,\"errmsg\":\"sign\\u0007 not\\nmatch\"}"))
                .isEqualTo(new Failed(Optional.of(200), "errcode 7: sign not match; seven means: 15"));
        assertThat(judged(200, "{\"errcode\":-8}")).isEqualTo(new Failed(Optional.of(200), "errcode -8"));
    }

    @Test
    void a_bad_status_counts_before_the_code_and_keeps_it() {
        assertThat(judged(400, "{\"errcode\":0}"))
                .isEqualTo(new Failed(Optional.of(400), "HTTP 400 Bad Request: errcode 0"));
        assertThat(judged(502, "<html>")).isEqualTo(new Failed(Optional.of(502), "HTTP 502 Bad Gateway"));
        assertThat(judged(410, "{\"errcode\":0}")).isEqualTo(new Gone(410));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 503})
    void the_platforms_own_limit_pauses_for_its_ban_whatever_the_status(int status) {
        assertThat(judged(status, "{\"errcode\":429,\"errmsg\":\"slow down\"}"))
                .isEqualTo(new Paused(status, Optional.empty(), Optional.of("errcode 429: slow down"), true));
        assertThat(judged(status, "{\"status\":1111,\"punish\":\"deny\"}"))
                .isEqualTo(new Paused(status, Optional.empty(), Optional.empty(), true));
    }

    @Test
    void a_limit_by_status_pauses_for_the_time_that_it_says_or_else_for_the_ban() {
        assertThat(judged(429, "", Map.of("retry-after", "7")))
                .isEqualTo(new Paused(429, Optional.of(Duration.ofSeconds(7))));
        assertThat(judged(429, "")).isEqualTo(new Paused(429, Optional.empty()));
        assertThat(judged(503, "", Map.of("retry-after", "7")))
                .isEqualTo(new Paused(503, Optional.of(Duration.ofSeconds(7))));
        assertThat(judged(503, "")).isEqualTo(new Failed(Optional.of(503), "HTTP 503 Service Unavailable"));
    }

    @Test
    void no_answer_is_what_the_poster_says() {
        assertThat(ANSWERS.judge(
                        new PostResponse.Unanswered("connection refused"), ADDRESS, settings(), Notifications.NOW))
                .isEqualTo(new Failed(Optional.empty(), "connection refused"));
    }

    @Test
    void whatever_of_the_address_headers_and_secret_an_answer_echoes_is_cut() {
        String echo = "no " + ADDRESS + " nor s3cret+code, s3cret%2Bcode, s3cret-sign, /s3cret-path/robot, s3cret-path,"
                + " s3cret-header, SECs3cret-robot, s3cret-pass, me:s3cret-pass";
        for (String body :
                new String[] {"{\"errcode\":7,\"errmsg\":\"" + echo + "\"}", "{\"errcode\":\"" + echo + "\"}", echo}) {
            assertThat(judged(200, body))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error()).contains("***").doesNotContain("s3cret"));
        }
    }

    @Test
    void a_secret_that_the_cut_would_halve_is_gone_before_it() {
        String pad = "x".repeat(170);
        assertThat(judged(200, "{\"errcode\":7,\"errmsg\":\"" + pad + " s3cret-header\"}"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).doesNotContain("s3c"));
    }

    @Test
    void long_words_leave_room_for_the_meaning_and_no_half_character() {
        assertThat(judged(200, "{\"errcode\":7,\"errmsg\":\"" + "\uD83D\uDE00".repeat(3_000) + "\"}"))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.error().length()).isLessThanOrEqualTo(500);
                    assertThat(failed.error()).endsWith("; seven means: 6000");
                });
        assertThat(new Failed(Optional.empty(), "x" + "\uD83D\uDE00".repeat(300)).error())
                .hasSize(500)
                .matches(text -> text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
    }

    private static NotifierSettings settings() {
        NotifierSettings log = Notifications.log("chat");
        Transport way = log.transport();
        return Notifications.robot(
                Notifications.through(
                        log,
                        new Transport(
                                way.urls(),
                                Secret.fixed(Map.of(
                                        "x-gateway",
                                        "Bearer s3cret-header",
                                        "authorization",
                                        // me:s3cret-pass
                                        "Basic bWU6czNjcmV0LXBhc3M=")),
                                way.timeout(),
                                way.publicOnly(),
                                way.proxy(),
                                way.tls())),
                Secret.fixed(Optional.of("SECs3cret-robot")),
                log.wording());
    }

    private static AttemptResult judged(int status, String body) {
        return judged(status, body, Map.of());
    }

    private static AttemptResult judged(int status, String body, Map<String, String> headers) {
        var response = new PostResponse.Answered(
                status, MultiMap.caseInsensitiveMultiMap().addAll(headers), Buffer.buffer(body), true);
        return ANSWERS.judge(response, ADDRESS, settings(), Notifications.NOW);
    }
}
