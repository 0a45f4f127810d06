package io.github.precheckwatcher.notify.kind.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.http.HttpProxy.Login;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Transport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Through proxies: what they ask for, and what is said of those that refuse. */
class WebhookProxyTest {
    private static final Duration LONG = Duration.ofSeconds(20);

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

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_proxy_that_wants_user_and_password_gets_them(String scheme) {
        Receiver proxy = asking("me", "hunter2 hunter2");
        HttpProxy known = behind(proxy, "me", () -> "hunter2 hunter2");

        AttemptResult result = send(known, scheme);

        if (scheme.equals("http")) {
            assertThat(result).isEqualTo(new Delivered(200));
        } else {
            assertThat(((Failed) result).error()).endsWith("could not connect to ops.example.invalid:443 (502)");
        }
        assertThat(proxy.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers())
                        .containsEntry("proxy-authorization", basic("me", "hunter2 hunter2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_login_that_is_missing_or_wrong_is_named_with_its_remedy(String scheme) {
        Receiver proxy = asking("me", "hunter2");

        var missing = (Failed) send(HttpProxy.of(proxy.uri("")), scheme);
        var wrong = (Failed) send(behind(proxy, "me", () -> "hunter3"), scheme);

        assertThat(missing.error()).isEqualTo(name(proxy) + " wants a user and a password (407)");
        assertThat(missing.remedy().orElseThrow()).contains("proxy-user and proxy-password-file");
        assertThat(missing.status()).as("the receiver did not answer").isEmpty();
        assertThat(wrong.error()).isEqualTo(name(proxy) + " does not accept this user and password (407)");
        assertThat(wrong.remedy().orElseThrow()).contains("read again by itself");
        assertThat(missing + " " + wrong).doesNotContain("hunter", "Basic", "secret-path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_proxy_that_takes_no_basic_login_is_named(String scheme) {
        Receiver proxy = open(Receiver.answering(407, "proxy-authenticate: Negotiate", "proxy-authenticate: NTLM"));

        assertThat(((Failed) send(behind(proxy, "me", () -> "hunter2"), scheme)).error())
                .isEqualTo(name(proxy) + " wants a login (407), but not by user and password alone (Basic)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_password_that_changes_is_used_at_the_next_attempt(String scheme) {
        Receiver proxy = asking("me", "hunter2-new");
        var password = new AtomicReference<>("hunter2-old");
        try (Notifier notifier = notifier(behind(proxy, "me", password::get), scheme)) {
            assertThat(((Failed) send(notifier)).error()).contains("(407)");
            password.set("hunter2-new");

            AttemptResult result = send(notifier);

            assertThat(result.toString()).doesNotContain("407");
            assertThat(proxy.requests().get(1).headers())
                    .containsEntry("proxy-authorization", basic("me", "hunter2-new"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, does not allow a connection to ops.example.invalid:443 (403)",
        "502, could not connect to ops.example.invalid:443 (502)",
        "503, could not connect to ops.example.invalid:443 (503)",
        "504, could not connect to ops.example.invalid:443 (504)",
        "405, answered 405 to CONNECT ops.example.invalid:443"
    })
    void what_a_proxy_answers_to_connect_is_named(int status, String words) {
        Receiver proxy = open(Receiver.answering(status, "retry-after: 5"));

        var failed = (Failed) send(HttpProxy.of(proxy.uri("")), "https");

        assertThat(failed.error()).isEqualTo(name(proxy) + " " + words);
        assertThat(failed.remedy()).isPresent();
        assertThat(failed.status()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "403, x-squid-error: ERR_ACCESS_DENIED 0, does not allow a connection to ops.example.invalid:80 (403)",
        "503, x-squid-error: ERR_CONNECT_FAIL 111, could not connect to ops.example.invalid:80 (503)",
        "401, server: tinyproxy/1.11.1, wants a user and a password (401)",
        "500, server: tinyproxy/1.11.1, could not connect to ops.example.invalid:80 (500)"
    })
    void an_error_page_of_the_proxys_own_is_no_answer_of_the_receiver(int status, String header, String words) {
        Receiver proxy = open(Receiver.answering(status, header));

        var failed = (Failed) send(HttpProxy.of(proxy.uri("")), "http");

        assertThat(failed.error()).isEqualTo(name(proxy) + " " + words);
        assertThat(failed.status()).isEmpty();
    }

    @Test
    void an_error_of_the_receiver_stays_its_own_behind_a_proxy() {
        Receiver proxy = open(Receiver.answering(503, "server: nginx"));

        assertThat(((Failed) send(HttpProxy.of(proxy.uri("")), "http")).status())
                .contains(503);
    }

    @Test
    void what_is_no_http_proxy_is_named() {
        Receiver closing = open(Receiver.behaving((request, socket, out) -> false));
        Receiver babbling = open(Receiver.behaving((request, socket, out) -> {
            out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return false;
        }));
        Receiver tls = open(Receiver.on(Certificates.unsigned(), Receiver.answer(200)));

        assertThat(((Failed) send(HttpProxy.of(closing.uri("")), "https")).error())
                .isEqualTo(
                        name(closing) + " closed the connection without an answer to CONNECT ops.example.invalid:443");
        for (Receiver odd : List.of(closing, babbling, tls)) {
            var failed = (Failed) send(HttpProxy.of(odd.uri("")), "https");
            assertThat(failed.error()).contains("the proxy 127.0.0.1:" + odd.port());
            assertThat(failed.remedy().orElseThrow()).contains("not by TLS or SOCKS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_proxy_that_cannot_be_reached_is_named_and_not_the_receiver(String scheme) throws IOException {
        Receiver gone = Receiver.answering(200);
        gone.close();

        var refused = (Failed) send(HttpProxy.of(gone.uri("")), scheme);
        var unknown = (Failed) send(HttpProxy.of(URI.create("http://proxy.invalid:3128")), scheme);

        assertThat(refused.error()).isEqualTo("connection refused by " + name(gone));
        assertThat(unknown.error()).isEqualTo("the name of the proxy proxy.invalid:3128 was not found in DNS");
        assertThat(List.of(refused, unknown)).allMatch(failed -> failed.remedy().isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "407, a proxy on the way wants a user and a password (407), proxy-user",
        "413, HTTP 413: the message is too large, client_max_body_size",
        "431, HTTP 431: the request's headers are too large, headers",
        "511, the network wants a login, log this host in"
    })
    void what_something_before_the_receiver_answers_is_named(int status, String words, String remedy) {
        Receiver receiver = open(Receiver.answering(status));

        var failed = (Failed) send(notifier(Optional.empty(), receiver.uri("/secret-path")));

        assertThat(failed.status()).contains(status);
        assertThat(failed.error()).startsWith(words);
        assertThat(failed.remedy().orElseThrow()).contains(remedy);
    }

    @Test
    void nginx_that_misses_a_client_certificate_is_named_and_its_page_is_not_shown() {
        String page = "<html><head><title>400 No required SSL certificate was sent</title></head>"
                + "<body>nginx hunter2</body></html>";
        Receiver receiver = open(Receiver.behaving((request, socket, out) -> {
            out.write(Receiver.head(400, page.length()));
            out.write(page.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return true;
        }));

        var failed = (Failed) send(notifier(Optional.empty(), receiver.uri("/secret-path")));

        assertThat(failed.error()).isEqualTo("HTTP 400: the receiver wants a client certificate");
        assertThat(failed.remedy().orElseThrow()).contains("certificate-file");
    }

    /** Takes this login alone; answers plain requests itself and connects nobody. */
    private Receiver asking(String user, String password) {
        return open(Receiver.behaving((request, socket, out) -> {
            boolean known = basic(user, password).equals(request.headers().get("proxy-authorization"));
            int status = !known ? 407 : request.line().startsWith("CONNECT ") ? 502 : 200;
            out.write(Receiver.head(status, 0, "proxy-authenticate: Basic realm=\"office\""));
            out.flush();
            return true;
        }));
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpProxy behind(Receiver proxy, String user, Secret<String> password) {
        return new HttpProxy(proxy.uri(""), Optional.of(new Login(user, password)));
    }

    private static String name(Receiver proxy) {
        return "the proxy 127.0.0.1:" + proxy.port();
    }

    private AttemptResult send(HttpProxy proxy, String scheme) {
        try (Notifier notifier = notifier(proxy, scheme)) {
            return send(notifier);
        }
    }

    private static AttemptResult send(Notifier notifier) {
        return notifier.send(Notifications.delivery("ops", "e1")).await().atMost(LONG);
    }

    private static Notifier notifier(HttpProxy proxy, String scheme) {
        return notifier(Optional.of(proxy), URI.create(scheme + "://ops.example.invalid/secret-path"));
    }

    private static Notifier notifier(Optional<HttpProxy> proxy, URI uri) {
        var transport = new Transport(
                Secret.fixed(List.of(uri)), Secret.fixed(Map.of()), LONG, false, proxy, Transport.Tls.DEFAULT);
        return new WebhookType()
                .open(
                        Notifications.through(Notifications.webhook("ops", uri, LONG), transport),
                        new NotifierContext("1.2.3", vertx, Clock.fixed(Notifications.NOW, ZoneOffset.UTC)));
    }

    private Receiver open(Receiver receiver) {
        opened.add(receiver);
        return receiver;
    }
}
