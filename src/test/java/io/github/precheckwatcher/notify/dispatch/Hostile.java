package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RetrySchedule;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import io.github.precheckwatcher.notify.kind.webhook.Misbehaviour;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.secret.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The receivers that nobody wants, and what becomes of a delivery to each. */
public enum Hostile {
    HANGS(place -> Receiver.behaving(Misbehaviour.hanging()), tried("no answer within 300ms")),
    /** A byte each 15 ms until 300 ms are over stands for one each second until 20 s are. */
    DRIPS_ITS_HEAD(
            place -> Receiver.behaving(Misbehaviour.dripping("HTTP/1.1 200 OK\r\nx-drip: ", Duration.ofMillis(15))),
            tried("no answer within 300ms")),
    /** Its status is an answer, so it has the message. */
    DRIPS_ITS_BODY(
            place -> Receiver.behaving(Misbehaviour.dripping(head("200 OK", 100_000), Duration.ofMillis(15))),
            End.DELIVERED_AT_ONCE),
    RESETS(place -> Receiver.behaving(Misbehaviour.resetting()), tried("connection closed before the answer")),
    SENDS_TEN_GIGABYTES(
            place -> Receiver.behaving(
                    Misbehaviour.flooding(head("200 OK", 10L << 30), new byte[8_192], place.flooded())),
            End.DELIVERED_AT_ONCE),
    SENDS_TEN_GIGABYTES_OF_ERROR(
            place -> Receiver.behaving(Misbehaviour.flooding(
                    head("500 Internal Server Error", 10L << 30), new byte[8_192], place.flooded())),
            tried(500, "HTTP 500 Internal Server Error")),
    SENDS_A_HEAD_WITHOUT_END(
            place -> Receiver.behaving(Misbehaviour.flooding(
                    "HTTP/1.1 200 OK\r\n", ascii("x-more: and more\r\n".repeat(400)), place.flooded())),
            tried("the answer is no HTTP")),
    /** The address of most clouds' metadata; whoever follows there gives the message to the machine's own keeper. */
    REDIRECTS_TO_METADATA(
            place -> Receiver.answering(301, "location: http://169.254.169.254/latest/meta-data/"),
            tried(301, "HTTP 301 Moved Permanently")),
    /** The try after 42 minutes is the last that meets a 404. */
    IS_ROLLED_OUT_AN_HOUR_LATE(
            place -> Receiver.behaving((request, socket, out) -> {
                boolean late = place.clock().instant().isBefore(Notifications.NOW.plus(Duration.ofHours(1)));
                return Receiver.answer(late ? 404 : 200).answer(request, socket, out);
            }),
            new End(
                    State.DELIVERED,
                    7,
                    0,
                    Optional.of(200),
                    "",
                    Duration.ofSeconds(5 + 30 + 120 + 600 + 1_800 + 3_600))),
    /** A chat platform says 200 and means no. */
    SAYS_200_AND_AN_ERROR_CODE(
            place -> Receiver.behaving((request, socket, out) -> {
                byte[] body = ascii("{\"errcode\":310000,\"errmsg\":\"keywords not in content\"}");
                out.write(Receiver.head(200, body.length, "content-type: application/json"));
                out.write(body);
                out.flush();
                return true;
            }),
            tried(200, "errcode 310000: keywords not in content")),
    /** Obeyed for a quarter of an hour at most. */
    WANTS_A_REST_OF_300_YEARS_ONCE(
            place -> {
                var asked = new AtomicInteger();
                var wantsRest = Receiver.answer(429, "retry-after: 9999999999");
                return Receiver.behaving((request, socket, out) ->
                        (asked.getAndIncrement() == 0 ? wantsRest : Receiver.answer(200)).answer(request, socket, out));
            },
            new End(State.DELIVERED, 1, 1, Optional.of(200), "", Duration.ofMinutes(15))),
    /** Its notifier's max-age is an hour: a delivery that had no try which counts is kept for twice as long. */
    ALWAYS_WANTS_A_REST(
            place -> Receiver.answering(429, "retry-after: " + "9".repeat(40)),
            new End(State.DEAD, 0, 9, Optional.of(429), "HTTP 429: the receiver asks to wait", Duration.ofHours(2))),
    IS_GONE(
            place -> Receiver.answering(410),
            new End(State.DEAD, 1, 0, Optional.of(410), "HTTP 410: the receiver wants no more of it", Duration.ZERO)),
    SPEAKS_NO_TLS(place -> Receiver.greeting(ascii("HTTP/1.1 400 Bad Request\r\n\r\n")), tried("TLS: ")),
    NEVER_SHAKES_HANDS(place -> Receiver.greeting(new byte[] {0x16}), tried("no answer within 300ms")),
    HAS_A_CERTIFICATE_OF_NOBODY(
            place -> tls(Certificates.unsigned()),
            tried("TLS: the receiver's certificate is signed by nobody known here")),
    HAS_AN_EXPIRED_CERTIFICATE(
            place -> tls(place.certificates().signed(-10, 1)),
            tried("TLS: the receiver's certificate has expired (NotAfter: ")),
    /** Its SETTINGS, then GOAWAY for PROTOCOL_ERROR (RFC 9113, 6.5, 6.8, 7). */
    SPEAKS_HTTP_2_ALONE(
            place -> Receiver.behaving(Misbehaviour.saying(
                    new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})),
            tried("the answer is no HTTP")),
    REFUSES_HTTP_1(place -> Receiver.answering(505), tried(505, "HTTP 505 HTTP Version Not Supported"));

    /** What bounds an attempt with those who never answer. */
    private static final Duration SHORT = Duration.ofMillis(300);

    /** With the others no machine may be so slow that this counts. */
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The documented default. */
    private static final RetrySchedule RETRY = new RetrySchedule(
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofHours(24)),
            Duration.ofHours(72),
            Duration.ofMinutes(15));

    private final Function<Place, Receiver> opens;
    private final End end;

    Hostile(Function<Place, Receiver> opens, End end) {
        this.opens = opens;
        this.end = end;
    }

    /**
     * What the receivers of a test share.
     *
     * @param patience the timeout for the one whose status comes, but not its body
     * @param flooded how much was written by those who write without end, in bytes
     */
    public record Place(FakeClock clock, Certificates certificates, Duration patience, AtomicLong flooded) {}

    /**
     * How a delivery ends.
     *
     * @param attempts that count
     * @param pauses attempts that do not
     * @param status of the last attempt
     * @param error how that of the last attempt begins
     * @param after how long after the event the last attempt was made
     */
    record End(State state, int attempts, int pauses, Optional<Integer> status, String error, Duration after) {
        static final End DELIVERED_AT_ONCE = new End(State.DELIVERED, 1, 0, Optional.of(200), "", Duration.ZERO);
    }

    /** On the whole schedule: at 0 s, 5 s, 35 s, .. 70 h 42 min 35 s and, for the last time, at 72 h. */
    private static End tried(Optional<Integer> status, String error) {
        return new End(State.DEAD, 13, 0, status, error, Duration.ofHours(72));
    }

    private static End tried(int status, String error) {
        return tried(Optional.of(status), error);
    }

    private static End tried(String error) {
        return tried(Optional.empty(), error);
    }

    public Receiver open(Place place) {
        return opens.apply(place);
    }

    End end() {
        return end;
    }

    String notifier() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The keys of a notifier that calls this receiver, as a file has them. */
    public String yaml(Receiver receiver, Place place) {
        return switch (this) {
            case SAYS_200_AND_AN_ERROR_CODE -> "{ type: dingtalk, url: '%s' }".formatted(plain(receiver));
            case SPEAKS_NO_TLS, NEVER_SHAKES_HANDS, HAS_A_CERTIFICATE_OF_NOBODY, HAS_AN_EXPIRED_CERTIFICATE ->
                "{ type: webhook, url: '%s', tls: { ca-file: '%s' } }"
                        .formatted(secure(receiver), place.certificates().authority());
            default -> "{ type: webhook, url: '%s' }".formatted(plain(receiver));
        };
    }

    private static URI plain(Receiver receiver) {
        return receiver.uri("/hook?access_token=token-of-the-hostile");
    }

    private static URI secure(Receiver receiver) {
        return URI.create("https://127.0.0.1:" + receiver.port() + "/hook");
    }

    /** A notifier that calls this receiver. */
    NotifierSettings settings(String name, Receiver receiver, Place place) {
        URI plain = plain(receiver);
        NotifierSettings settings = switch (this) {
            case HANGS, DRIPS_ITS_HEAD -> Notifications.webhook(name, plain, SHORT);
            case DRIPS_ITS_BODY -> Notifications.webhook(name, plain, place.patience());
            case SAYS_200_AND_AN_ERROR_CODE ->
                Notifications.notifier(name, NotifierKind.DINGTALK, Optional.of(plain), LONG);
            case SPEAKS_NO_TLS, HAS_A_CERTIFICATE_OF_NOBODY, HAS_AN_EXPIRED_CERTIFICATE ->
                trusting(name, receiver, LONG, place.certificates().authority());
            case NEVER_SHAKES_HANDS ->
                trusting(name, receiver, SHORT, place.certificates().authority());
            default -> Notifications.webhook(name, plain, LONG);
        };
        return Notifications.retrying(
                settings,
                this == ALWAYS_WANTS_A_REST
                        ? new RetrySchedule(RETRY.steps(), Duration.ofHours(1), RETRY.retryAfterMax())
                        : RETRY);
    }

    /** A webhook by TLS that trusts the test's own authority alone. */
    static NotifierSettings trusting(String name, Receiver receiver, Duration timeout, Path authority) {
        NotifierSettings webhook = Notifications.webhook(name, secure(receiver), timeout);
        Transport t = webhook.transport();
        return Notifications.through(
                webhook,
                new Transport(
                        t.urls(),
                        t.headers(),
                        t.timeout(),
                        t.publicOnly(),
                        t.proxy(),
                        new Transport.Tls(Optional.of(pem(authority)), Optional.empty(), Optional.empty())));
    }

    private static Pem pem(Path file) {
        try {
            return Pem.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Receiver tls(ServerSocket listener) {
        return Receiver.on(listener, (request, socket, out) -> false);
    }

    private static String head(String status, long length) {
        return "HTTP/1.1 " + status + "\r\ncontent-length: " + length + "\r\n\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
