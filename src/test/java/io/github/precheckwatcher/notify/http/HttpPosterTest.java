package io.github.precheckwatcher.notify.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.http.PostResponse.Answered;
import io.github.precheckwatcher.notify.http.PostResponse.Unanswered;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How names become addresses: beside the event loop, checked, and still the name for the receiver. */
class HttpPosterTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] BODY = {'{', '}'};

    /** With one event loop: whoever blocks it blocks all. */
    private static Vertx vertx;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws Exception {
        never.countDown();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void a_name_server_that_hangs_delays_no_other_receiver_and_is_asked_once_at_a_time() {
        var receiver = open(Receiver.answering(200));
        var lookups = new AtomicInteger();
        var hanging = poster(receiver, "ops.example", Duration.ofMillis(300), false, host -> {
            lookups.incrementAndGet();
            awaitNever();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        var first = post(hanging);
        await().until(() -> lookups.get() == 1);
        var second = post(hanging);

        assertThat(post(poster(receiver, "127.0.0.1", LONG, false, HttpPosterTest::unknown))
                        .join())
                .isInstanceOf(Answered.class);

        assertThat(first.join()).isEqualTo(new Unanswered("no answer within 300ms"));
        assertThat(second.join()).isEqualTo(new Unanswered("no answer within 300ms"));
        assertThat(lookups).hasValue(1);
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void the_receiver_hears_the_name_and_the_connection_goes_to_the_address_looked_up() {
        var receiver = open(Receiver.answering(200));
        var poster = poster(receiver, "ops.example", LONG, false, host -> {
            assertThat(host).isEqualTo("ops.example");
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        });
        assertThat(post(poster).join()).isInstanceOf(Answered.class);
        assertThat(receiver.requests().get(0).headers()).containsEntry("host", "ops.example:" + receiver.port());
        assertThat(receiver.requests().get(0).line()).isEqualTo("POST /hook HTTP/1.1");
    }

    @Test
    void of_several_addresses_the_first_that_may_be_called_is() {
        var receiver = open(Receiver.answering(200));
        var poster = poster(receiver, "ops.example", LONG, false, host ->
                new InetAddress[] {InetAddress.getByName("169.254.169.254"), InetAddress.getByName("127.0.0.1")});
        assertThat(post(poster).join()).isInstanceOf(Answered.class);
    }

    @Test
    void a_name_that_stands_for_forbidden_addresses_alone_is_not_connected_to() {
        var receiver = open(Receiver.answering(200));
        var poster = poster(receiver, "ops.example", LONG, true, host ->
                new InetAddress[] {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("10.0.0.1")});
        assertThat(((Unanswered) post(poster).join()).error())
                .contains("127.0.0.1")
                .contains("targets: public");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void a_name_that_nobody_knows_says_so_and_is_asked_for_again_next_time() {
        var receiver = open(Receiver.answering(200));
        var lookups = new AtomicInteger();
        var poster = poster(receiver, "ops.example", LONG, false, host -> {
            if (lookups.incrementAndGet() == 1) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        });
        assertThat(post(poster).join()).isEqualTo(new Unanswered("the host name is not known"));
        assertThat(post(poster).join()).isInstanceOf(Answered.class);
    }

    @Test
    void a_number_that_the_proxy_may_read_in_its_own_way_is_not_sent_to_it() {
        var proxy = open(Receiver.answering(200));
        for (String host : List.of("2852039166", "0xa9fea9fe", "169.254.43518", "0251.0376.0251.0376")) {
            var transport = transport(LONG, false, Optional.of(proxy.uri("/")));
            var poster = open(new HttpPoster(vertx, transport, 4, HttpPosterTest::unknown));
            var response = poster.post(HttpTarget.of(URI.create("http://" + host + "/hook")), Map.of(), BODY)
                    .subscribeAsCompletionStage()
                    .join();
            assertThat(((Unanswered) response).error()).contains("usual form");
        }
        assertThat(proxy.connections()).isZero();
    }

    private static InetAddress[] unknown(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    private void awaitNever() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private To poster(
            Receiver receiver, String host, Duration timeout, boolean publicOnly, HostLookup.Resolver resolver) {
        var poster = open(new HttpPoster(vertx, transport(timeout, publicOnly, Optional.empty()), 4, resolver));
        return new To(poster, HttpTarget.of(URI.create("http://" + host + ":" + receiver.port() + "/hook")));
    }

    private record To(HttpPoster poster, HttpTarget target) {}

    private static Transport transport(Duration timeout, boolean publicOnly, Optional<URI> proxy) {
        return new Transport(
                Secret.fixed(List.of()),
                Secret.fixed(Map.of()),
                timeout,
                publicOnly,
                proxy.map(HttpProxy::of),
                Transport.Tls.DEFAULT);
    }

    private static CompletableFuture<PostResponse> post(To to) {
        return to.poster().post(to.target(), Map.of(), BODY).subscribeAsCompletionStage();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
