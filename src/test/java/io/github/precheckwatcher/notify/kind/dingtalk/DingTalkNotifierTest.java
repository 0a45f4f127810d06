package io.github.precheckwatcher.notify.kind.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.FakeServer.Request;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the stand-in; after each test nothing secret was logged or said. */
class DingTalkNotifierTest {
    private static final String SECRET = "SECs3cret0000000000000000000000000000000000000000000000000000000";
    private static final String BODY =
            "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"WARNING orders-db\",\"text\":\"### 预检 orders-db\"}}";
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
        assertThat(log.lines() + " " + results)
                .doesNotContain("s3cret")
                .doesNotContain(FakeDingTalk.TOKEN)
                .doesNotContain("sign=");
    }

    @Test
    void a_guarded_robot_takes_what_is_signed_and_holds_its_keyword() {
        var robot = robot(Optional.of(SECRET), Optional.of("预检"));
        assertThat(send(notifier(robot.address(), SECRET))).isEqualTo(new Delivered(200));
        assertThat(robot.received())
                .extracting(FakeDingTalk.Received::title, FakeDingTalk.Received::text)
                .containsExactly(tuple("WARNING orders-db", "### 预检 orders-db"));
        assertThat(robot.refused()).isEmpty();
    }

    @Test
    void the_body_is_sent_as_it_was_stored_with_json_and_our_name_in_the_header() {
        var seen = new AtomicReference<Request>();
        var server = open(FakeServer.of(request -> {
            seen.set(request);
            return new Reply(200, "{\"errcode\":0}");
        }));
        assertThat(send(notifier(URI.create(server.base() + "/robot/send?access_token=t0ken-t0ken"), null)))
                .isEqualTo(new Delivered(200));
        assertThat(seen.get().text()).isEqualTo(BODY);
        assertThat(seen.get().headers())
                .containsEntry("content-type", "application/json; charset=utf-8")
                .containsEntry("user-agent", "precheck-watcher/1.2.3");
        assertThat(seen.get().query()).containsOnlyKeys("access_token");
    }

    @Test
    void each_attempt_is_signed_with_the_time_and_secret_of_now() {
        var secret = new AtomicReference<>(Optional.of("SECs3cret-old"));
        var robot = robot(Optional.of(SECRET), Optional.empty());
        var settings = settings(robot.address());
        var notifier = open(NotifierKind.DINGTALK
                .type()
                .open(Fixtures.robot(settings, secret::get, settings.wording()), context(clock)));
        assertThat(send(notifier))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .contains("errcode 310000: sign not match")
                                .contains("set secret to the text that its page shows"));
        secret.set(Optional.of(SECRET));
        clock.advance(Duration.ofHours(5));
        assertThat(send(notifier)).isEqualTo(new Delivered(200));
    }

    @Test
    void a_robot_that_wants_a_signature_refuses_what_has_none() {
        var robot = robot(Optional.of(SECRET), Optional.empty());
        assertThat(send(notifier(robot.address(), null))).isInstanceOf(Failed.class);
        assertThat(robot.refused()).containsExactly(310000);
    }

    @Test
    void a_clock_that_is_more_than_an_hour_off_is_blamed() {
        var robot = robot(Optional.of(SECRET), Optional.empty());
        Clock late = Clock.offset(clock, Duration.ofMinutes(-61));
        assertThat(send(notifier(robot.address(), SECRET, late)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .isEqualTo(
                                        "errcode 310000: invalid timestamp; the robot finds this machine's clock more than an hour"
                                                + " off: set the clock"));
        assertThat(send(notifier(robot.address(), SECRET, Clock.offset(clock, Duration.ofMinutes(-59)))))
                .isEqualTo(new Delivered(200));
    }

    @Test
    void a_missing_keyword_is_named_as_the_setting_to_change() {
        var robot = robot(Optional.empty(), Optional.of("alarm"));
        assertThat(send(notifier(robot.address(), null)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .startsWith("errcode 310000: keywords not in content")
                                .endsWith("set keyword to one of them"));
    }

    @Test
    void a_wrong_token_is_said_without_showing_it() {
        var robot = robot(Optional.empty(), Optional.empty());
        URI address = URI.create(robot.base() + "/robot/send?access_token=s3cret-s3cret");
        assertThat(send(notifier(address, null)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .startsWith(
                                        "errcode 300005: token is not exist; there is no robot with this access_token"));
    }

    @Test
    void too_many_messages_pause_the_notifier_for_the_ban_and_all_goes_on_after_it() {
        var robot = robot(Optional.empty(), Optional.empty());
        var notifier = notifier(robot.address(), null);
        for (int i = 0; i < FakeDingTalk.PER_MINUTE; i++) {
            assertThat(send(notifier)).isEqualTo(new Delivered(200));
        }
        assertThat(send(notifier)).isInstanceOfSatisfying(Paused.class, paused -> {
            assertThat(paused.retryAfter()).isEmpty();
            assertThat(paused.words())
                    .startsWith("errcode 130101: send too fast, exceed 20 times per minute; more than 20 messages");
        });
        clock.advance(Duration.ofMinutes(9));
        assertThat(send(notifier)).isInstanceOf(Paused.class);
        clock.advance(Duration.ofMinutes(1));
        assertThat(send(notifier)).isEqualTo(new Delivered(200));
        assertThat(robot.bans()).isEqualTo(1);
    }

    @Test
    void the_answer_of_the_platforms_gate_pauses_too() {
        for (String body : List.of(
                "{\"status\":1111,\"wait\":5,\"source\":\"x5\",\"punish\":\"deny\",\"uuid\":\"u\"}",
                "{\"errcode\":410100,\"errmsg\":\"too fast\"}")) {
            var gate = open(FakeServer.of(request -> new Reply(403, body)));
            assertThat(send(notifier(gate.base(), null)))
                    .isInstanceOfSatisfying(
                            Paused.class,
                            paused -> assertThat(paused.retryAfter()).isEmpty());
        }
    }

    private FakeDingTalk robot(Optional<String> secret, Optional<String> keyword) {
        return open(FakeDingTalk.open(clock, secret, keyword));
    }

    private Notifier notifier(URI address, String secret) {
        return notifier(address, secret, clock);
    }

    private Notifier notifier(URI address, String secret, Clock clock) {
        NotifierSettings settings = settings(address);
        Optional<String> robotSecret = Optional.ofNullable(secret);
        return open(NotifierKind.DINGTALK
                .type()
                .open(Fixtures.robot(settings, () -> robotSecret, settings.wording()), context(clock)));
    }

    private static NotifierSettings settings(URI address) {
        return Fixtures.notifier("ding", NotifierKind.DINGTALK, Optional.of(address), Duration.ofSeconds(20));
    }

    private static NotifierContext context(Clock clock) {
        return new NotifierContext("1.2.3", vertx, clock);
    }

    private AttemptResult send(Notifier notifier) {
        var delivery = new Delivery("d", Fixtures.message("event"), notifier.name(), BODY, Fixtures.NOW, 0, 1);
        AttemptResult result = notifier.send(delivery).await().atMost(Duration.ofSeconds(30));
        results.add(result);
        return result;
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
