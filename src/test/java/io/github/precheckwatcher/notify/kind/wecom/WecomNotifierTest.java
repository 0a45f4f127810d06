package io.github.precheckwatcher.notify.kind.wecom;

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
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the stand-in; after each test nothing secret was logged or said. */
class WecomNotifierTest {
    private static final String TELLS =
            "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**FAILED** orders-db\"}}";
    private static final String CALLS =
            "{\"msgtype\":\"text\",\"text\":{\"content\":\"FAILED orders-db\",\"mentioned_list\":[\"@all\"]}}";
    private static final Duration LONG = Duration.ofSeconds(20);
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
        assertThat(log.lines() + " " + results).doesNotContain("s3cret").doesNotContain(FakeWecom.KEY);
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
        assertThat(log.lines()).isEmpty();
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
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "WARN mention notifier=wecom who=all event=event error=\"errcode 45009: api freq out of limit");
        clock.advance(Duration.ofMinutes(1));
        for (int i = 1; i < FakeWecom.PER_MINUTE; i++) {
            send(notifier, TELLS);
        }
        send(notifier, TELLS + '\n' + CALLS);
        assertThat(log.lines()).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        send(notifier, TELLS + '\n' + CALLS);
        for (int i = 3; i < FakeWecom.PER_MINUTE; i++) {
            send(notifier, TELLS);
        }
        send(notifier, TELLS + '\n' + CALLS);
        assertThat(log.lines()).hasSize(2);
        assertThat(robot.received())
                .filteredOn(received -> received.type().equals("markdown"))
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
        clock.advance(Fixtures.RETRY.retryAfterMax());
        assertThat(send(notifier, TELLS)).isEqualTo(new Delivered(200));
    }

    @Test
    void a_call_that_hangs_ends_with_the_notifiers_timeout_and_the_delivery_is_done() {
        var done = new CountDownLatch(1);
        opened.add(done::countDown);
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
        assertThat(log.lines()).singleElement().asString().contains("error=\"no answer");
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
        return open(NotifierKind.WECOM
                .type()
                .open(
                        Fixtures.notifier("wecom", NotifierKind.WECOM, Optional.of(address), timeout),
                        new NotifierContext("1.2.3", vertx, clock)));
    }

    private AttemptResult send(Notifier notifier, String body) {
        var delivery = new Delivery("d", Fixtures.message("event"), notifier.name(), body, Fixtures.NOW, 0, 1);
        AttemptResult result = notifier.send(delivery).await().atMost(Duration.ofSeconds(30));
        results.add(result);
        return result;
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
