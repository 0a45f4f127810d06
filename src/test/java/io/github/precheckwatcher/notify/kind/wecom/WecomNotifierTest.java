package io.github.precheckwatcher.notify.kind.wecom;

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
import io.github.precheckwatcher.notify.kind.ChatNotifierContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Against a stand-in of the platform. */
class WecomNotifierTest extends ChatNotifierContract {
    private static final String TELLS =
            "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**FAILED** orders-db\"}}";
    private static final String CALLS =
            "{\"msgtype\":\"text\",\"text\":{\"content\":\"FAILED orders-db\",\"mentioned_list\":[\"@all\"]}}";
    private static final Duration LONG = Duration.ofSeconds(20);

    WecomNotifierTest() {
        super(new Platform(
                NotifierKind.WECOM,
                List.of("{\"errcode\":0}", "{\"errcode\":0,\"errmsg\":\"ok\"}"),
                List.of("ok", "{\"errcode\":null}", "{\"errmsg\":\"ok\"}"),
                "",
                echo -> new Reply(200, "{\"errcode\":93000,\"errmsg\":\"" + echo + "\"}"),
                List.of("errcode 93000: no hook", "there is no robot with this key"),
                List.of("zhangsan"),
                List.of("张三"),
                "member id",
                List.of(FakeWecom.KEY)));
    }

    @Test
    void a_robot_takes_a_message() {
        var robot = open(FakeWecom.open(clock));
        assertThat(send(notifier(robot.address(), LONG), TELLS)).isEqualTo(new Delivered(200));
        assertThat(robot.received())
                .extracting(FakeWecom.Received::type, FakeWecom.Received::content, FakeWecom.Received::called)
                .containsExactly(tuple("markdown", "**FAILED** orders-db", List.of()));
    }

    @Test
    void everybody_is_called_by_a_second_message_of_the_same_delivery() {
        var robot = open(FakeWecom.open(clock));
        assertThat(send(notifier(robot.address(), LONG), TELLS + '\n' + CALLS)).isEqualTo(new Delivered(200));
        assertThat(robot.received())
                .extracting(FakeWecom.Received::type, FakeWecom.Received::called)
                .containsExactly(tuple("markdown", List.of()), tuple("text", List.of("@all")));
        assertThat(logged()).isEmpty();
    }

    @Test
    void nobody_is_called_while_the_message_itself_is_refused() {
        var requests = new AtomicInteger();
        var server = open(FakeServer.of(request -> {
            requests.incrementAndGet();
            return new Reply(200, "{\"errcode\":-1,\"errmsg\":\"system busy\"}");
        }));
        assertThat(send(notifier(server.base(), LONG), TELLS + '\n' + CALLS))
                .isEqualTo(new Failed(
                        Optional.of(200),
                        "errcode -1: system busy; the platform is busy; nothing to do, it is tried again"));
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_call_that_fails_leaves_the_delivery_done_and_is_logged_once_an_outage() {
        var robot = open(FakeWecom.open(clock));
        var notifier = notifier(robot.address(), LONG);
        for (int i = 1; i < FakeWecom.PER_MINUTE; i++) {
            send(notifier, TELLS);
        }
        assertThat(send(notifier, TELLS + '\n' + CALLS)).isEqualTo(new Delivered(200));
        assertThat(robot.refused()).containsExactly(45009);
        assertThat(logged())
                .singleElement()
                .asString()
                .startsWith(
                        "WARN mention notifier=wecom who=all event=event error=\"errcode 45009: api freq out of limit");
        clock.advance(Duration.ofMinutes(1));
        for (int i = 1; i < FakeWecom.PER_MINUTE; i++) {
            send(notifier, TELLS);
        }
        send(notifier, TELLS + '\n' + CALLS);
        assertThat(logged()).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        send(notifier, TELLS + '\n' + CALLS);
        for (int i = 3; i < FakeWecom.PER_MINUTE; i++) {
            send(notifier, TELLS);
        }
        send(notifier, TELLS + '\n' + CALLS);
        assertThat(logged()).hasSize(2);
        assertThat(robot.received())
                .filteredOn(each -> each.type().equals("markdown"))
                .hasSize(results.size());
    }

    @Test
    void a_call_that_exceeds_the_limit_pauses_the_notifier_without_another_request() {
        var robot = open(FakeWecom.open(clock));
        var notifier = notifier(robot.address(), LONG);
        for (int i = 1; i < FakeWecom.PER_MINUTE; i++) {
            send(notifier, TELLS);
        }
        send(notifier, TELLS + '\n' + CALLS);
        clock.advance(Duration.ofSeconds(20));

        assertThat(send(notifier, TELLS))
                .isInstanceOfSatisfying(
                        Paused.class, paused -> assertThat(paused.retryAfter()).contains(Duration.ofSeconds(40)));
        assertThat(robot.refused()).hasSize(1);
        clock.advance(Duration.ofSeconds(40));
        assertThat(send(notifier, TELLS)).isEqualTo(new Delivered(200));
    }

    @Test
    void a_call_that_is_to_rest_for_thirty_years_pauses_the_notifier_as_long_as_any_pause_may_last() {
        var requests = new AtomicInteger();
        var server = open(FakeServer.of(request -> requests.incrementAndGet() == 2
                ? new Reply(429, "", Map.of("retry-after", "999999999"))
                : new Reply(200, "{\"errcode\":0}")));
        var notifier = notifier(server.base(), LONG);
        assertThat(send(notifier, TELLS + '\n' + CALLS)).isEqualTo(new Delivered(200));
        assertThat(send(notifier, TELLS)).isInstanceOf(Paused.class);
        clock.advance(Notifications.RETRY.retryAfterMax());
        assertThat(send(notifier, TELLS)).isEqualTo(new Delivered(200));
    }

    @Test
    void a_call_that_hangs_ends_with_the_notifiers_timeout_and_the_delivery_is_done() {
        var done = new CountDownLatch(1);
        open(done::countDown);
        var requests = new AtomicInteger();
        var server = open(FakeServer.of(request -> {
            if (requests.incrementAndGet() > 1) {
                await(done);
            }
            return new Reply(200, "{\"errcode\":0}");
        }));
        assertThat(send(notifier(server.base(), Duration.ofSeconds(2)), TELLS + '\n' + CALLS))
                .isEqualTo(new Delivered(200));
        assertThat(requests).hasValue(2);
        assertThat(logged()).singleElement().asString().contains("error=\"no answer");
    }

    @Test
    void too_many_messages_pause_the_notifier_for_the_ban() {
        var robot = open(FakeWecom.open(clock));
        var notifier = notifier(robot.address(), LONG);
        for (int i = 0; i < FakeWecom.PER_MINUTE; i++) {
            assertThat(send(notifier, TELLS)).isEqualTo(new Delivered(200));
        }
        assertThat(send(notifier, TELLS)).isInstanceOfSatisfying(Paused.class, paused -> {
            assertThat(paused.retryAfter()).isEmpty();
            assertThat(paused.words()).startsWith("errcode 45009: api freq out of limit");
        });
    }

    @Test
    void a_wrong_key_is_said_without_showing_it() {
        var robot = open(FakeWecom.open(clock));
        URI address = URI.create(robot.base() + "/cgi-bin/webhook/send?key=s3cret-s3cret");
        assertThat(send(notifier(address, LONG), TELLS))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .startsWith("errcode 93000: invalid webhook url, hint: ")
                                .contains("; there is no robot with this key"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Notifier notifier(URI address, Duration timeout) {
        return notifier(settings(address, timeout));
    }

    private AttemptResult send(Notifier notifier, String body) {
        return send(
                notifier,
                new Delivery("d", Notifications.message("event"), notifier.name(), body, Notifications.NOW, 0, 1));
    }
}
