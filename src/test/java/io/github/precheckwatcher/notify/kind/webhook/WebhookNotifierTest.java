package io.github.precheckwatcher.notify.kind.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real servers on loopback that misbehave; after each test nothing secret was logged or said. */
class WebhookNotifierTest {
    private static final String PATH = "/hooks/s3cret-path?token=s3cret-token";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration DRIP = Duration.ofMillis(20);

    private static Vertx vertx;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<AttemptResult> results = new ArrayList<>();
    private LogLines log;

    @BeforeAll
    static void start() {
        // as Quarkus does: names are looked up by the JDK, which knows more ways to write an address
        System.setProperty("vertx.disableDnsResolver", "true");
        vertx = Vertx.vertx();
        System.clearProperty("vertx.disableDnsResolver");
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
        assertThat(log.lines() + " " + results).doesNotContain("s3cret").doesNotContain("MfKQ9r8G");
        assertThat(log.lines()).as("the log is left to the dispatcher").isEmpty();
    }

    @Test
    void a_message_is_posted_as_the_contract_says_and_the_official_library_takes_it() throws Exception {
        var receiver = open(Receiver.answering(204));
        String rotated = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        var settings = with(
                receiver.uri(PATH),
                LONG,
                List.of(SigningSecret.parse(Notifications.SECRET), SigningSecret.parse(rotated)),
                Map.of("X-Team", "dba", "User-Agent", "mine", "Webhook-Id", "mine", "Content-Type", "text/plain"));
        assertThat(send(settings)).isEqualTo(new Delivered(204));

        var request = receiver.requests().get(0);
        String body = new String(request.body(), StandardCharsets.UTF_8);
        assertThat(request.line()).isEqualTo("POST " + PATH + " HTTP/1.1");
        assertThat(body).isEqualTo(delivery().body());
        WebhookSchema.assertValid(body);
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "precheck-watcher/1.2.3")
                .containsEntry("webhook-id", delivery().eventId())
                .containsEntry("x-team", "dba")
                .containsEntry("host", "127.0.0.1:" + receiver.port())
                .containsEntry("content-length", Integer.toString(request.body().length))
                .doesNotContainKeys("transfer-encoding", "authorization");
        for (String secret : List.of(Notifications.SECRET, rotated)) {
            new Webhook(secret).verify(body, official(request));
        }
        assertThat(WebhookSignature.verify(
                        List.of(SigningSecret.parse(Notifications.SECRET)),
                        request.headers().get("webhook-id"),
                        request.headers().get("webhook-timestamp"),
                        request.headers().get("webhook-signature"),
                        request.body(),
                        Clock.systemUTC().instant()))
                .isTrue();
    }

    @Test
    void without_a_secret_nothing_is_signed_even_if_a_header_says_so() {
        var receiver = open(Receiver.answering(200));
        send(with(receiver.uri(PATH), LONG, List.of(), Map.of("webhook-signature", "v1,forged")));
        assertThat(receiver.requests().get(0).headers())
                .containsKey("webhook-timestamp")
                .doesNotContainKey("webhook-signature");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any_2xx_is_delivered(int status) {
        assertThat(send(open(Receiver.answering(status)), LONG)).isEqualTo(new Delivered(status));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Bad Request",
        "401, Unauthorized",
        "404, Not Found",
        "500, Internal Server Error",
        "503, Service Unavailable"
    })
    void other_answers_fail_and_are_named(int status, String words) {
        assertThat(send(open(Receiver.answering(status)), LONG))
                .isEqualTo(new Failed(Optional.of(status), "HTTP " + status + " " + words));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) {
        var elsewhere = open(Receiver.answering(200));
        var receiver = open(Receiver.answering(status, "location: " + elsewhere.uri("/")));
        assertThat(((Failed) send(receiver, LONG)).status()).contains(status);
        assertThat(elsewhere.connections()).isZero();
    }

    @Test
    void gone_is_gone() {
        assertThat(send(open(Receiver.answering(410)), LONG)).isEqualTo(new Gone(410));
    }

    @Test
    void a_receiver_may_ask_to_wait() {
        var nothingSaid = Optional.<Duration>empty();
        assertThat(send(open(Receiver.answering(429)), LONG)).isEqualTo(new Paused(429, nothingSaid));
        assertThat(send(open(Receiver.answering(429, "Retry-After: 120")), LONG))
                .isEqualTo(new Paused(429, Optional.of(Duration.ofMinutes(2))));
        assertThat(send(open(Receiver.answering(503, "retry-after: 7")), LONG))
                .isEqualTo(new Paused(503, Optional.of(Duration.ofSeconds(7))));
        assertThat(send(open(Receiver.answering(429, "Retry-After: -1e9 parsecs")), LONG))
                .isEqualTo(new Paused(429, nothingSaid));
        var absurd = (Paused) send(open(Receiver.answering(429, "Retry-After: " + "9".repeat(30))), LONG);
        assertThat(absurd.retryAfter().orElseThrow()).isGreaterThan(Duration.ofDays(3_650));
    }

    @Test
    void a_receiver_that_hangs_is_cut_off_and_its_connection_closed() {
        var receiver = open(Receiver.behaving(Misbehaviour.hanging()));
        assertThat(send(receiver, SHORT)).isEqualTo(new Failed(Optional.empty(), "no answer within 300ms"));
        await().until(() -> receiver.open() == 0);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_listener_that_never_reads_is_cut_off() {
        var receiver = open(Receiver.answering(200));
        assertThat(send(webhook(URI.create("https://127.0.0.1:" + hanging().port() + PATH), SHORT)))
                .isInstanceOf(Failed.class);
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void an_answer_that_drips_is_cut_off_as_a_whole() {
        var receiver = open(Receiver.behaving(Misbehaviour.dripping("HTTP/1.1 200 OK\r\nx-drip: ", DRIP)));
        assertThat(send(receiver, SHORT)).isEqualTo(new Failed(Optional.empty(), "no answer within 300ms"));
        await().until(() -> receiver.open() == 0);
    }

    @Test
    void a_status_counts_even_if_the_body_never_ends() {
        var receiver = open(
                Receiver.behaving(Misbehaviour.dripping("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", DRIP)));
        assertThat(send(receiver, SHORT)).isEqualTo(new Delivered(200));
        await().until(() -> receiver.open() == 0);
    }

    @Test
    void a_big_body_is_cut_and_its_connection_closed() {
        var written = new AtomicLong();
        var receiver = open(Receiver.behaving(Misbehaviour.flooding(
                "HTTP/1.1 200 OK\r\ncontent-length: 1099511627776\r\n\r\n", new byte[8192], written)));
        assertThat(send(receiver, LONG)).isEqualTo(new Delivered(200));
        await().until(() -> receiver.open() == 0);
        assertThat(written.get()).isLessThan(64L << 20);
    }

    @Test
    void a_reset_fails_and_a_fresh_connection_is_not_tried_twice() {
        var receiver = open(Receiver.behaving(Misbehaviour.resetting()));
        assertThat(send(receiver, LONG)).isEqualTo(new Failed(Optional.empty(), "connection closed before the answer"));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_connection_that_the_receiver_closed_unannounced_costs_no_attempt() {
        var receiver = open(Receiver.behaving((request, socket, out) -> {
            out.write(Receiver.head(200, 0));
            out.flush();
            return false;
        }));
        var notifier = open(notifier(webhook(receiver.uri(PATH), LONG)));
        for (int i = 0; i < 100; i++) {
            assertThat(send(notifier)).isEqualTo(new Delivered(200));
        }
    }

    @Test
    void a_stale_connection_that_dies_under_the_request_is_replaced_at_once() {
        var receiver = open(Receiver.behaving((request, socket, out) -> {
            boolean first = request.connection() == 1;
            if (first && socket.getSoTimeout() != 0) {
                return false; // the second request of the first connection: closed without a word
            }
            socket.setSoTimeout(60_000);
            out.write(Receiver.head(200, 0));
            out.flush();
            return true;
        }));
        var notifier = open(notifier(webhook(receiver.uri(PATH), LONG)));
        assertThat(send(notifier)).isEqualTo(new Delivered(200));
        assertThat(send(notifier)).isEqualTo(new Delivered(200));
        assertThat(receiver.requests()).extracting(Receiver.Request::connection).containsExactly(1, 1, 2);
    }

    @Test
    void connections_are_used_again_bounded_and_closed_with_the_notifier() {
        var receiver = open(Receiver.answering(200));
        var notifier = notifier(webhook(receiver.uri(PATH), LONG));
        for (int i = 0; i < 20; i++) {
            send(notifier);
        }
        assertThat(receiver.connections()).isEqualTo(1);
        var all = new ArrayList<CompletableFuture<AttemptResult>>();
        for (int i = 0; i < 200; i++) {
            all.add(notifier.send(delivery()).subscribeAsCompletionStage());
        }
        all.forEach(CompletableFuture::join);
        assertThat(receiver.connections()).isLessThanOrEqualTo(notifier.slots());
        notifier.close();
        await().until(() -> receiver.open() == 0);
    }

    @Test
    void cancelling_closes_the_connection() {
        var receiver = hanging();
        var attempt = open(notifier(webhook(receiver.uri(PATH), LONG)))
                .send(delivery())
                .subscribe()
                .with(results::add);
        await().until(() -> receiver.requests().size() == 1);
        attempt.cancel();
        await().until(() -> receiver.open() == 0);
        assertThat(results).isEmpty();
    }

    @Test
    void an_answer_that_is_no_http_fails() {
        var receiver = open(Receiver.behaving(
                Misbehaviour.saying("SSH-2.0-OpenSSH_9.6\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
        assertThat(((Failed) send(receiver, LONG)).error()).isEqualTo("the answer is no HTTP");
    }

    @Test
    void a_closed_port_says_so() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(send(webhook(URI.create("http://127.0.0.1:" + port + PATH), LONG)))
                .isEqualTo(new Failed(Optional.empty(), "connection refused"));
    }

    @Test
    void plain_text_where_tls_was_expected_fails_and_no_request_is_seen() {
        var receiver = open(Receiver.behaving((request, socket, out) -> false));
        var uri = URI.create("https://127.0.0.1:" + receiver.port() + PATH);
        var shouting = open(Receiver.greeting("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(((Failed) send(webhook(uri, SHORT))).error()).isNotEmpty();
        assertThat(((Failed) send(webhook(URI.create("https://127.0.0.1:" + shouting.port() + PATH), LONG))).error())
                .startsWith("TLS: ");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_certificate_that_nobody_signed_fails_and_no_request_is_seen() throws Exception {
        var receiver = open(Receiver.on(Certificates.unsigned(), (request, socket, out) -> false));
        var result = (Failed) send(webhook(URI.create("https://127.0.0.1:" + receiver.port() + PATH), LONG));
        assertThat(result.error()).startsWith("TLS: ").containsIgnoringCase("certif");
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "127.1", "[::ffff:127.0.0.1]"})
    void a_private_address_is_not_called_by_a_notifier_for_public_targets_however_it_is_written(String host) {
        var receiver = open(Receiver.answering(200));
        var result = (Failed) send(publicOnly(URI.create("http://" + host + ":" + receiver.port() + PATH)));
        assertThat(result.error()).contains("targets: public");
        await().until(() -> receiver.open() == 0);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_metadata_address_is_not_even_connected_to() {
        for (String host : List.of("169.254.169.254", "100.100.100.200", "[fd00:ec2::254]")) {
            var result = (Failed) send(webhook(URI.create("http://" + host + "/latest/"), LONG));
            assertThat(result.error()).contains("metadata");
        }
    }

    @Test
    void behind_a_proxy_http_goes_in_absolute_form_and_a_forbidden_name_goes_nowhere() {
        var proxy = open(Receiver.answering(200));
        var proxyUri = Optional.of(URI.create("http://127.0.0.1:" + proxy.port()));
        assertThat(send(through(URI.create("http://127.0.0.9:81/x?y"), proxyUri, false)))
                .isEqualTo(new Delivered(200));
        assertThat(proxy.requests().get(0).line()).isEqualTo("POST http://127.0.0.9:81/x?y HTTP/1.1");
        assertThat(proxy.requests().get(0).headers()).containsEntry("host", "127.0.0.9:81");
        assertThat(((Failed) send(through(URI.create("http://169.254.169.254/"), proxyUri, false))).error())
                .contains("metadata");
        assertThat(((Failed) send(through(URI.create("http://127.0.0.9/"), proxyUri, true))).error())
                .contains("targets: public");
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void behind_a_proxy_https_goes_by_connect_and_a_refusal_is_named() {
        var proxy = open(Receiver.answering(403));
        var result = (Failed) send(through(
                URI.create("https://127.0.0.9/s3cret"),
                Optional.of(URI.create("http://127.0.0.1:" + proxy.port())),
                false));
        assertThat(proxy.requests())
                .extracting(Receiver.Request::line)
                .containsExactly("CONNECT 127.0.0.9:443 HTTP/1.1");
        assertThat(result.error())
                .isEqualTo(
                        "the proxy 127.0.0.1:" + proxy.port() + " does not allow a connection to 127.0.0.9:443 (403)");
    }

    @Test
    void a_header_that_cannot_be_written_fails_without_being_shown() {
        var receiver = open(Receiver.answering(200));
        var result = (Failed) send(with(receiver.uri(PATH), LONG, List.of(), Map.of("x-key", "s3cret\r\nx: y")));
        assertThat(result.error()).contains("header");
        assertThat(receiver.requests()).isEmpty();
    }

    private Receiver hanging() {
        return open(Receiver.behaving(Misbehaviour.hanging()));
    }

    private AttemptResult send(Receiver receiver, Duration timeout) {
        return send(webhook(receiver.uri(PATH), timeout));
    }

    private AttemptResult send(NotifierSettings settings) {
        return send(open(notifier(settings)));
    }

    private AttemptResult send(Notifier notifier) {
        var result = notifier.send(delivery()).await().atMost(LONG);
        results.add(result);
        return result;
    }

    private static Notifier notifier(NotifierSettings settings) {
        return new WebhookType().open(settings, new NotifierContext("1.2.3", vertx, fixed()));
    }

    /** The official library looks at the real clock: the attempt is made at a fixed time near it. */
    private static Clock fixed() {
        return Clock.fixed(Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond()), ZoneOffset.UTC);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private static Delivery delivery() {
        return Notifications.delivery("ops", "0d3f9a5e-0000-4000-8000-000000000001");
    }

    private static HttpHeaders official(Receiver.Request request) {
        return HttpHeaders.of(
                request.headers().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
                (name, value) -> true);
    }

    private static NotifierSettings webhook(URI uri, Duration timeout) {
        return with(uri, timeout, List.of(SigningSecret.parse(Notifications.SECRET)), Map.of());
    }

    private static NotifierSettings publicOnly(URI uri) {
        return settings(uri, LONG, List.of(), Map.of(), true, Optional.empty());
    }

    private static NotifierSettings through(URI uri, Optional<URI> proxy, boolean publicOnly) {
        return settings(uri, LONG, List.of(), Map.of(), publicOnly, proxy);
    }

    private static NotifierSettings with(
            URI uri, Duration timeout, List<SigningSecret> secrets, Map<String, String> headers) {
        return settings(uri, timeout, secrets, headers, false, Optional.empty());
    }

    private static NotifierSettings settings(
            URI uri,
            Duration timeout,
            List<SigningSecret> secrets,
            Map<String, String> headers,
            boolean publicOnly,
            Optional<URI> proxy) {
        var transport = new Transport(
                Secret.fixed(List.of(uri)),
                Secret.fixed(headers),
                timeout,
                publicOnly,
                proxy.map(HttpProxy::of),
                Transport.Tls.DEFAULT);
        return Notifications.signed(
                Notifications.through(Notifications.webhook("ops", uri, timeout), transport),
                secrets.toArray(SigningSecret[]::new));
    }
}
