package io.github.precheckwatcher.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.http.PostResponse.Answered;
import io.github.precheckwatcher.notify.http.PostResponse.Unanswered;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.notify.kind.webhook.Receiver.Behaviour;
import io.github.precheckwatcher.secret.Pem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that meets a connection of the pool that the receiver closes under it. */
class StaleConnectionTest {
    private static final int POOL = 4;
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Vertx vertx;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** How a receiver ends a connection. */
    enum Ending {
        CLOSE,
        RESET;

        boolean end(Socket socket) throws IOException {
            if (this == RESET) {
                socket.setSoLinger(true, 0);
            }
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_pool_full_of_closed_connections_fails_no_request_and_sends_each_twice_at_most(Ending ending) {
        var receiver = open(Receiver.behaving(once(ending)));
        var poster = poster(receiver, Optional.empty());
        fill(poster);

        List<PostResponse> answers = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            answers.add(post(poster, "again-" + i).join());
        }

        assertThat(answers).allSatisfy(response -> assertThat(response).isInstanceOf(Answered.class));
        assertThat(timesSent(receiver, "again-"))
                .hasSize(POOL)
                .allSatisfy((body, times) -> assertThat(times).isLessThanOrEqualTo(2));
        assertThat(timesSent(receiver, "again-")).as("the first met one").containsEntry("again-0", 2L);
    }

    @Test
    void so_does_a_pool_of_tls_connections(@TempDir Path dir) throws Exception {
        var certificates = Certificates.in(dir);
        var receiver = open(Receiver.on(certificates.signed(-1, 3), once(Ending.CLOSE)));
        var poster = poster(receiver, Optional.of(Pem.of(Files.readAllBytes(certificates.authority()))));
        fill(poster);
        for (int i = 0; i < POOL; i++) {
            assertThat(post(poster, "again-" + i).join()).isInstanceOf(Answered.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_closed_after_each_answer_without_a_word_fails_none_of_a_thousand(Ending ending) {
        var receiver = open(Receiver.behaving((request, socket, out) -> {
            accept(out);
            return ending.end(socket);
        }));
        var poster = poster(receiver, Optional.empty());
        List<PostResponse> answers = new ArrayList<>();
        for (int i = 0; i < 1_000 / POOL; i++) {
            int batch = i;
            List<CompletableFuture<PostResponse>> posts = IntStream.range(0, POOL)
                    .mapToObj(each -> post(poster, batch + "-" + each))
                    .toList();
            posts.forEach(post -> answers.add(post.join()));
        }
        assertThat(answers).filteredOn(Unanswered.class::isInstance).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_new_connection_that_is_closed_without_an_answer_is_a_failed_attempt(Ending ending) {
        var receiver = open(Receiver.behaving((request, socket, out) -> ending.end(socket)));
        assertThat(post(poster(receiver, Optional.empty()), "{}").join())
                .isEqualTo(new Unanswered("connection closed before the answer"));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void it_is_tried_once_more_not_twice() {
        var receiver = open(Receiver.behaving((request, socket, out) -> {
            if (text(request).startsWith("fill")) {
                accept(out);
                return true;
            }
            return false;
        }));
        var poster = poster(receiver, Optional.empty());
        fill(poster);
        assertThat(post(poster, "again").join()).isEqualTo(new Unanswered("connection closed before the answer"));
        assertThat(timesSent(receiver, "again")).containsExactly(Map.entry("again", 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n"})
    void an_answer_that_began_is_not_asked_for_again(String beginning) {
        var receiver = open(Receiver.behaving((request, socket, out) -> {
            if (text(request).startsWith("fill")) {
                accept(out);
                return true;
            }
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return false;
        }));
        var poster = poster(receiver, Optional.empty());
        post(poster, "fill").join();
        assertThat(post(poster, "again").join()).isInstanceOf(Unanswered.class);
        assertThat(timesSent(receiver, "again")).containsExactly(Map.entry("again", 1L));
    }

    /** Answers the first request of each connection and ends it under the second. */
    private static Behaviour once(Ending ending) {
        Map<Socket, Boolean> seen = new ConcurrentHashMap<>();
        var together = new CyclicBarrier(POOL);
        return (request, socket, out) -> {
            if (seen.putIfAbsent(socket, true) != null) {
                return ending.end(socket);
            }
            if (text(request).startsWith("fill")) {
                await(together);
            }
            accept(out);
            return true;
        };
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the pool did not fill", e);
        }
    }

    private static void accept(OutputStream out) throws IOException {
        out.write(Receiver.head(200, 0));
        out.flush();
    }

    /** Leaves as many idle connections in the pool as it holds. */
    private static void fill(To poster) {
        List<CompletableFuture<PostResponse>> posts = IntStream.range(0, POOL)
                .mapToObj(i -> post(poster, "fill-" + i))
                .toList();
        posts.forEach(post -> assertThat(post.join()).isInstanceOf(Answered.class));
    }

    private static Map<String, Long> timesSent(Receiver receiver, String beginning) {
        return receiver.requests().stream()
                .map(StaleConnectionTest::text)
                .filter(body -> body.startsWith(beginning))
                .collect(Collectors.groupingBy(body -> body, Collectors.counting()));
    }

    private static String text(Receiver.Request request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private record To(HttpPoster poster, HttpTarget target) {}

    private To poster(Receiver receiver, Optional<Pem> authority) {
        var tls = new Transport.Tls(authority, Optional.empty(), Optional.empty());
        var transport =
                new Transport(Secret.fixed(List.of()), Secret.fixed(Map.of()), LONG, false, Optional.empty(), tls);
        String scheme = authority.isPresent() ? "https" : "http";
        return new To(
                open(new HttpPoster(vertx, transport, POOL)),
                HttpTarget.of(URI.create(scheme + "://127.0.0.1:" + receiver.port() + "/hook")));
    }

    private static CompletableFuture<PostResponse> post(To to, String body) {
        return to.poster()
                .post(to.target(), Map.of(), body.getBytes(StandardCharsets.UTF_8))
                .subscribeAsCompletionStage();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
