package io.github.precheckwatcher.notify.kind.slack;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a stand-in of the platform; after each test nothing secret was logged or said. */
class SlackNotifierTest {
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
        assertThat(log.lines() + " " + results).doesNotContain("s3cret").doesNotContain("B0000TEST");
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
    @CsvSource({"429, retry-after: 30, 30", "429, x-other: 1,", "429, retry-after: nonsense,", "503, retry-after: 5, 5"
    })
    void every_form_of_limit_pauses(int status, String header, Long seconds) {
        var slack = open(new FakeSlack(clock));
        slack.answerNext(status, "", header);

        var paused = (Paused) send(slack.uri());

        assertThat(paused.retryAfter().map(Duration::toSeconds)).isEqualTo(Optional.ofNullable(seconds));
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
    void gone_is_gone() {
        var slack = open(new FakeSlack(clock));
        slack.answerNext(410, "channel_is_archived");

        assertThat(send(slack.uri())).isEqualTo(new Gone(410));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "ok\n", "{\"ok\":true}", "{\"success\":true}"})
    void ok_is_success(String body) {
        var slack = open(new FakeSlack(clock));
        slack.answerNext(200, body);

        assertThat(send(slack.uri())).isEqualTo(new Delivered(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>please log in</html>", "{\"ok\":false}", "{}", "invalid_payload", "[", "okay"})
    void a_200_without_ok_is_no_success(String body) {
        var slack = open(new FakeSlack(clock));
        slack.answerNext(200, body);

        assertThat(((Failed) send(slack.uri())).error()).startsWith("HTTP 200 without Slack's ok");
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

    @Test
    void ids_that_slack_does_not_know_are_refused_at_start() {
        NotifierSettings settings = settings(URI.create("http://127.0.0.1/x"));

        assertThat(NotifierKind.SLACK.type().mistakes(settings)).isEmpty();
        assertThat(NotifierKind.SLACK
                        .type()
                        .mistakes(worded(settings, calling(settings.wording(), "all", "S0GROUP", "@alice"))))
                .extracting(NotifierType.Mistake::key)
                .containsExactly("mention");
    }

    @Test
    void a_template_with_a_mistake_is_refused_at_start() {
        NotifierSettings settings = settings(URI.create("http://127.0.0.1/x"));
        Wording wording =
                RobotMessages.wording(Language.EN, Optional.of("{title}\n{titel}"), Optional.empty(), Mentions.NONE);

        assertThat(NotifierKind.SLACK.type().mistakes(worded(settings, wording)))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.key()).isEqualTo("template-file");
                    assertThat(mistake.words()).contains("line 2").contains("titel");
                });
    }

    private AttemptResult send(URI uri) {
        NotifierSettings settings = settings(uri);
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

    private static NotifierSettings settings(URI uri) {
        NotifierSettings settings =
                Fixtures.notifier("slack", NotifierKind.SLACK, Optional.of(uri), Duration.ofSeconds(10));
        return worded(settings, calling(settings.wording(), "U012AB3CD"));
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
