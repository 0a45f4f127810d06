package io.github.precheckwatcher.registration.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.config.upkeep.HeartbeatConfig.Method;
import io.github.precheckwatcher.config.upkeep.HeartbeatSettings;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Transport;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Heartbeats to a real server on a virtual clock. */
class HeartbeatTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final String TOKEN = "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

    private final FakeClock host = new FakeClock(NOW);
    private final FakeClock monotonic = new FakeClock(Instant.EPOCH);
    private final List<FakeServer.Request> requests = new CopyOnWriteArrayList<>();
    private volatile FakeServer.Reply reply = new FakeServer.Reply(200, "OK");
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private final FakeServer server = FakeServer.of(this::answer);
    private Optional<HeartbeatSettings> settings = Optional.of(settings(server.base(), Duration.ofMinutes(1)));
    private Optional<String> trouble = Optional.empty();
    private final Heartbeat heartbeat = heartbeat();
    private LogLines log;

    @BeforeEach
    void listen() {
        log = LogLines.of(Heartbeat.class);
    }

    @AfterEach
    void close() {
        log.close();
        hold.countDown();
        heartbeat.close();
        server.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    @Test
    void it_goes_at_once_and_then_each_interval_whatever_the_hosts_clock_does() {
        pass(Duration.ofSeconds(150), heartbeat);
        assertThat(requests).hasSize(3);
        host.advance(Duration.ofDays(-2));
        pass(Duration.ofSeconds(60), heartbeat);
        host.advance(Duration.ofDays(4));
        pass(Duration.ofSeconds(60), heartbeat);
        assertThat(requests).hasSize(5);
    }

    @Test
    void an_interval_that_no_tick_meets_keeps_its_mean() {
        settings = Optional.of(settings(server.base(), Duration.ofMillis(2_500)));
        pass(Duration.ofSeconds(100), heartbeat);
        assertThat(requests).hasSize(40);
    }

    @Test
    void after_a_kill_it_goes_at_once() {
        pass(Duration.ofSeconds(10), heartbeat);
        Heartbeat started = heartbeat();
        pass(Duration.ofSeconds(10), started);
        started.close();
        assertThat(requests).hasSize(2);
    }

    @Test
    void a_machine_that_slept_does_not_make_up_for_what_it_missed() {
        pass(Duration.ofSeconds(1), heartbeat);
        monotonic.advance(Duration.ofHours(8));
        pass(Duration.ofSeconds(30), heartbeat);
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void it_is_a_post_without_body_or_a_get_with_our_name_and_the_operators_headers(Method method) {
        settings = Optional.of(new HeartbeatSettings(
                transport(URI.create(server.base() + "/api/push/" + TOKEN + "?status=up"), Optional.of("Bearer x")),
                Duration.ofMinutes(1),
                method));
        pass(Duration.ofSeconds(1), heartbeat);

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo(method.name());
            assertThat(request.target()).isEqualTo("/api/push/" + TOKEN + "?status=up");
            assertThat(request.body()).isEmpty();
            assertThat(request.headers())
                    .containsEntry("user-agent", "precheck-watcher/0.1.0")
                    .containsEntry("authorization", "Bearer x")
                    .doesNotContainKey("content-type");
        });
    }

    @Test
    void while_the_daemon_does_not_work_none_goes_and_when_it_does_one_goes_soon() {
        pass(Duration.ofSeconds(30), heartbeat);
        trouble = Optional.of("account default is SUSPENDED (NoPermission), and its watches wait");
        pass(Duration.ofMinutes(20), heartbeat);
        assertThat(requests).hasSize(1);
        trouble = Optional.empty();
        pass(Duration.ofSeconds(6), heartbeat);

        assertThat(requests).hasSize(2);
        assertThat(log.lines())
                .containsExactly(
                        "WARN heartbeat state=WITHHELD reason=\"account default is SUSPENDED (NoPermission), and its"
                                + " watches wait\"",
                        "INFO heartbeat state=OK was=WITHHELD for=20m");
    }

    @Test
    void a_receiver_that_fails_is_logged_when_it_begins_and_when_it_ends_and_is_called_on() {
        pass(Duration.ofMinutes(1), heartbeat);
        reply = new FakeServer.Reply(503, "no");
        pass(Duration.ofMinutes(5), heartbeat);
        assertThat(requests).hasSize(6);
        reply = new FakeServer.Reply(204, "");
        pass(Duration.ofMinutes(2), heartbeat);

        assertThat(log.lines())
                .containsExactly(
                        "WARN heartbeat state=FAILING error=\"HTTP 503 Service Unavailable\""
                                + " remedy=\"check watcher.heartbeat: its url and its receiver\"",
                        "INFO heartbeat state=OK was=FAILING for=5m");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "200, OK (not found), the receiver knows no check of this address",
        "404, '{\"ok\":false}', HTTP 404 Not Found",
        "302, '', HTTP 302 Found",
        "410, '', HTTP 410: the receiver is gone",
        "429, '', HTTP 429: the receiver asks to wait",
        "500, '', HTTP 500 Internal Server Error",
    })
    void whatever_is_no_success_is_said_without_the_address(int status, String body, String words) {
        settings = Optional.of(settings(URI.create(server.base() + "/" + TOKEN), Duration.ofMinutes(1)));
        reply = new FakeServer.Reply(status, body);
        pass(Duration.ofSeconds(1), heartbeat);

        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN heartbeat state=FAILING error=\"" + words + "\" remedy=")
                        .doesNotContain(TOKEN));
    }

    @Test
    void link_local_and_metadata_addresses_are_never_called() {
        for (String address :
                List.of("http://169.254.169.254/latest", "http://100.100.100.200/", "http://[fe80::1]/")) {
            Heartbeat to = heartbeat();
            settings = Optional.of(settings(URI.create(address), Duration.ofMinutes(1)));
            int lines = log.lines().size();
            to.tick();
            await().until(() -> log.lines().size() > lines);
            assertThat(log.lines().get(lines)).contains("state=FAILING").doesNotContain("latest");
            to.close();
        }
    }

    @Test
    void nothing_waits_for_a_receiver_that_hangs_and_no_second_call_goes_beside_it() throws InterruptedException {
        hold = new CountDownLatch(1);
        heartbeat.tick();
        await().until(() -> requests.size() == 1);
        for (int second = 0; second < 300; second++) {
            monotonic.advance(Duration.ofSeconds(1));
            heartbeat.tick();
        }
        assertThat(requests).hasSize(1);
        hold.countDown();
        await().until(() -> {
            heartbeat.tick();
            return requests.size() == 2;
        });
    }

    @Test
    void another_interval_counts_from_the_last_call_and_another_address_from_the_next() {
        pass(Duration.ofSeconds(20), heartbeat);
        settings = Optional.of(settings(URI.create(server.base() + "/other"), Duration.ofSeconds(30)));
        pass(Duration.ofSeconds(20), heartbeat);

        assertThat(requests).extracting(FakeServer.Request::path).containsExactly("/", "/other");
    }

    @Test
    void without_the_setting_none_goes_any_more() {
        pass(Duration.ofSeconds(20), heartbeat);
        settings = Optional.empty();
        pass(Duration.ofMinutes(5), heartbeat);

        assertThat(requests).hasSize(1);
        assertThat(log.lines()).isEmpty();
    }

    private Heartbeat heartbeat() {
        return new Heartbeat(
                () -> settings,
                () -> trouble,
                wanted -> new HeartbeatCall(VERTX, wanted, "0.1.0", host),
                Notifications.faults(host),
                monotonic);
    }

    /** The ticks of so long a time; each call ends before the next tick. */
    private void pass(Duration span, Heartbeat of) {
        for (long second = 0; second < span.toSeconds(); second++) {
            of.tick();
            if (!of.idle()) { // Awaitility takes 10 ms to see that nothing is to be waited for
                await().pollInterval(1, TimeUnit.MILLISECONDS).until(of::idle);
            }
            monotonic.advance(Duration.ofSeconds(1));
        }
    }

    private FakeServer.Reply answer(FakeServer.Request request) {
        requests.add(request);
        try {
            hold.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reply;
    }

    private static HeartbeatSettings settings(URI address, Duration interval) {
        return new HeartbeatSettings(transport(address, Optional.empty()), interval, Method.POST);
    }

    private static Transport transport(URI address, Optional<String> authorization) {
        return new Transport(
                Secret.fixed(List.of(address)),
                Secret.fixed(authorization
                        .map(value -> Map.of("Authorization", value))
                        .orElse(Map.of())),
                Duration.ofSeconds(20),
                false,
                Optional.empty(),
                Transport.Tls.DEFAULT);
    }
}
