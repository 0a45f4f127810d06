package io.github.precheckwatcher.notify.kind.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.secret.Pem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks over TLS, against listeners with keys of their own. */
class WebhookTlsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private Certificates certificates;

    @BeforeEach
    void make() {
        certificates = Certificates.in(dir);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_receiver_that_wants_a_client_certificate_gets_it_and_takes_nobody_without() {
        try (Receiver receiver = Receiver.on(certificates.signedForClients(), Receiver.answer(200))) {
            Certificates.Client client = certificates.client();
            var known = new Transport.Tls(
                    Optional.of(pem(certificates.authority())),
                    Optional.of(pem(client.certificate())),
                    Optional.of(pem(client.key())));

            assertThat(send(settings(receiver, known, Optional.empty()))).isEqualTo(new Delivered(200));
            var failed = (Failed) send(settings(receiver, trusting(), Optional.empty()));
            assertThat(failed.error()).startsWith("TLS: the receiver wants a client certificate (");
            assertThat(failed.remedy().orElseThrow()).contains("certificate-file");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void behind_a_proxy_a_message_goes_through_a_tunnel_that_the_proxy_cannot_look_into() {
        try (Receiver receiver = Receiver.on(certificates.signed(-1, 3), Receiver.answer(200));
                Receiver proxy = Receiver.behaving(WebhookTlsTest::tunnel)) {
            Optional<URI> through = Optional.of(URI.create("http://127.0.0.1:" + proxy.port()));

            assertThat(send(settings(receiver, trusting(), through))).isEqualTo(new Delivered(200));

            assertThat(receiver.requests()).hasSize(1);
            assertThat(proxy.requests())
                    .extracting(Receiver.Request::line)
                    .containsExactly("CONNECT 127.0.0.1:" + receiver.port() + " HTTP/1.1");
        }
    }

    /** Hands everything on, in both directions, until one side has enough. */
    private static boolean tunnel(Receiver.Request request, Socket socket, OutputStream out) throws IOException {
        URI target = URI.create("any://" + request.line().split(" ")[1]);
        try (var there = new Socket(target.getHost(), target.getPort())) {
            out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            var back = new Thread(() -> handOn(there, out), "tunnel");
            back.setDaemon(true);
            back.start();
            socket.getInputStream().transferTo(there.getOutputStream());
        }
        return false;
    }

    private static void handOn(Socket from, OutputStream to) {
        try {
            from.getInputStream().transferTo(to);
        } catch (IOException e) {
            // the other direction ended the tunnel
        }
    }

    private AttemptResult send(NotifierSettings settings) {
        Clock clock = Clock.fixed(Notifications.NOW, ZoneOffset.UTC);
        try (var notifier = new WebhookType().open(settings, new NotifierContext("1.2.3", vertx, clock))) {
            return notifier.send(Notifications.delivery("ops", "e1")).await().atMost(LONG);
        }
    }

    private static Pem pem(Path file) {
        try {
            return Pem.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Transport.Tls trusting() {
        return new Transport.Tls(Optional.of(pem(certificates.authority())), Optional.empty(), Optional.empty());
    }

    private static NotifierSettings settings(Receiver receiver, Transport.Tls tls, Optional<URI> proxy) {
        URI uri = URI.create("https://127.0.0.1:" + receiver.port() + "/hook");
        return Notifications.through(
                Notifications.webhook("ops", uri, LONG),
                new Transport(
                        Secret.fixed(List.of(uri)),
                        Secret.fixed(Map.of()),
                        LONG,
                        false,
                        proxy.map(HttpProxy::of),
                        tls));
    }
}
