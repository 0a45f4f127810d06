package io.github.precheckwatcher.notify.kind.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.kind.ChatNotifierContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Against a stand-in of the platform. */
class DingTalkNotifierTest extends ChatNotifierContract {
    private static final String SECRET = "SECs3cret0000000000000000000000000000000000000000000000000000000";
    private static final String BODY =
            "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"WARNING orders-db\",\"text\":\"### 预检 orders-db\"}}";

    DingTalkNotifierTest() {
        super(new Platform(
                NotifierKind.DINGTALK,
                List.of("{\"errcode\":0}", "{\"errcode\":0,\"errmsg\":\"ok\"}"),
                List.of("ok", "{\"errcode\":null}", "{\"errmsg\":\"ok\"}"),
                "",
                echo -> new Reply(200, "{\"errcode\":300005,\"errmsg\":\"" + echo + "\"}"),
                List.of("errcode 300005: no hook", "there is no robot with this access_token"),
                List.of("13800000000", "+852-50000000"),
                List.of("zhangsan"),
                "mobile number",
                List.of(FakeDingTalk.TOKEN, "sign=")));
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
    void each_attempt_is_signed_with_the_time_and_secret_of_now() {
        var secret = new AtomicReference<>(Optional.of("SECs3cret-old"));
        var robot = robot(Optional.of(SECRET), Optional.empty());
        var notifier = notifier(signed(settings(robot.address()), secret::get));
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
        return notifier(signed(settings(address), Secret.fixed(Optional.ofNullable(secret))), clock);
    }

    private AttemptResult send(Notifier notifier) {
        return send(
                notifier,
                new Delivery("d", Notifications.message("event"), notifier.name(), BODY, Notifications.NOW, 0, 1));
    }
}
