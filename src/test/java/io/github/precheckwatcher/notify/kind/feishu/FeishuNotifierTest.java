package io.github.precheckwatcher.notify.kind.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a stand-in of the platform; after each test nothing secret was logged or said. */
class FeishuNotifierTest {
    private static final String SECRET = "s3cret-of-the-bot";

    private static Vertx vertx;

    private final FakeClock clock = new FakeClock(Fixtures.NOW);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<AttemptResult> results = new ArrayList<>();
    private LogLines log;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void listen() {
        log = LogLines.ofAll();
    }

    @AfterEach
    void nothing_secret_was_said() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        log.close();
        assertThat(log.lines() + " " + results).doesNotContain("s3cret").doesNotContain("5ec2e7");
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
    void without_a_secret_the_body_is_sent_as_stored() {
        var bot = open(FakeFeishu.open(clock));
        NotifierSettings settings = settings(bot.uri(), Secret.fixed(Optional.empty()));

        assertThat(send(settings, delivery(settings))).isEqualTo(new Delivered(200));
        assertThat(bot.bodies()).containsExactly(delivery(settings).body());
    }

    @Test
    void a_clock_that_is_wrong_by_hours_is_refused() {
        var bot = open(FakeFeishu.signed(new FakeClock(Fixtures.NOW.plus(Duration.ofMinutes(61))), SECRET));

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
        "429, '', x-ogw-ratelimit-reset: soon,",
        "503, '', retry-after: 5, 5"
    })
    void every_form_of_limit_pauses(int status, String body, String header, Long seconds) {
        var bot = open(FakeFeishu.open(clock));
        bot.answerNext(status, body, header);

        var paused = (Paused) send(bot.uri(), Optional.empty());

        assertThat(paused.retryAfter()).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":0}",
                "{\"code\":0,\"data\":{},\"msg\":\"success\"}",
                "{\"Extra\":null,\"StatusCode\":0,\"StatusMessage\":\"success\"}"
            })
    void a_zero_is_success_in_old_and_new_form(String body) {
        var bot = open(FakeFeishu.open(clock));
        bot.answerNext(200, body);

        assertThat(send(bot.uri(), Optional.empty())).isEqualTo(new Delivered(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "{}",
                "[]",
                "<html>",
                "{\"code\":null}",
                "{\"code\":1,\"StatusCode\":0}",
                "{\"msg\":\"success\"}"
            })
    void an_answer_without_a_zero_is_no_success(String body) {
        var bot = open(FakeFeishu.open(clock));
        bot.answerNext(200, body);

        assertThat(send(bot.uri(), Optional.empty())).isInstanceOf(Failed.class);
    }

    @Test
    void what_the_answer_echoes_is_cut_and_bounded() {
        var bot = open(FakeFeishu.open(clock));
        bot.answerNext(
                200,
                "{\"code\":19001,\"msg\":\"no \\u0007hook\\n" + bot.uri() + " of " + SECRET + ' ' + "x".repeat(5_000)
                        + "\"}");

        var failed = (Failed) send(bot.uri(), Optional.of(SECRET));

        assertThat(failed.error())
                .startsWith("code 19001: no hook")
                .contains("check key or url")
                .hasSizeLessThanOrEqualTo(500)
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void gone_is_gone() {
        var bot = open(FakeFeishu.open(clock));
        bot.answerNext(410, "");

        assertThat(send(bot.uri(), Optional.empty())).isEqualTo(new Gone(410));
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

    @Test
    void ids_that_feishu_does_not_know_are_refused_at_start() {
        NotifierSettings settings = settings(URI.create("http://127.0.0.1/x"), Secret.fixed(Optional.empty()));
        Wording wording = settings.wording();

        assertThat(NotifierKind.FEISHU.type().mistakes(settings)).isEmpty();
        assertThat(NotifierKind.FEISHU.type().mistakes(worded(settings, calling(wording, "all", "a@b.example"))))
                .extracting(NotifierType.Mistake::key)
                .containsExactly("mention");
        assertThat(NotifierKind.FEISHU.type().mistakes(worded(settings, calling(wording, "ou_1></at><at id=all"))))
                .hasSize(1);
    }

    @Test
    void a_template_with_a_mistake_is_refused_at_start() {
        NotifierSettings settings = settings(URI.create("http://127.0.0.1/x"), Secret.fixed(Optional.empty()));
        Wording wording =
                RobotMessages.wording(Language.EN, Optional.of("{title}\n{titel}"), Optional.empty(), Mentions.NONE);

        assertThat(NotifierKind.FEISHU.type().mistakes(worded(settings, wording)))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.key()).isEqualTo("template-file");
                    assertThat(mistake.words()).contains("line 2").contains("titel");
                });
    }

    private static String bot(String token) {
        return "https://open.feishu.cn/open-apis/bot/v2/hook/" + token;
    }

    private AttemptResult send(URI uri, Optional<String> secret) {
        NotifierSettings settings = settings(uri, Secret.fixed(secret));
        return send(settings, delivery(settings));
    }

    private AttemptResult send(NotifierSettings settings, Delivery delivery) {
        try (Notifier notifier = settings.type().open(settings, new NotifierContext("1.2.3", vertx, clock))) {
            AttemptResult result = notifier.send(delivery).await().atMost(Duration.ofSeconds(20));
            results.add(result);
            return result;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static NotifierSettings settings(URI uri, Secret<Optional<String>> secret) {
        NotifierSettings settings =
                Fixtures.notifier("fei", NotifierKind.FEISHU, Optional.of(uri), Duration.ofSeconds(10));
        return Fixtures.robot(settings, secret, calling(settings.wording(), "ou_1"));
    }

    private static NotifierSettings worded(NotifierSettings settings, Wording wording) {
        return Fixtures.robot(settings, settings.robotSecret(), wording);
    }

    private static Wording calling(Wording w, String... ids) {
        var mentions = new Mentions(Map.of(Outcome.WARNING, List.of(ids)), List.of());
        return new Wording(w.language(), w.zone(), w.template(), w.contentType(), w.keyword(), mentions);
    }

    private static Delivery delivery(NotifierSettings settings) {
        Message message = Fixtures.message("e-1");
        return new Delivery(
                "d-1", message, settings.name(), settings.type().render(message, settings), Fixtures.NOW, 0, 1);
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
