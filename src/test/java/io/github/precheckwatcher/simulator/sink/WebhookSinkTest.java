package io.github.precheckwatcher.simulator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.SigningSecret;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The specification's own library signs here. */
class WebhookSinkTest {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a secret of thirty-two bytes len".getBytes());
    private static final String NEWER =
            "whsec_" + Base64.getEncoder().encodeToString("another one of thirty-two bytes.".getBytes());
    private static final String BODY = """
            {"id":"v-1","type":"io.github.precheckwatcher.verdict.v1","subject":"orders-db",
             "data":{"outcome":"WARNING","precheck":{"taskId":"t-1"}}}""";

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T08:15:30Z"));
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Vertx vertx;
    private WebhookSink sink;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        sink = WebhookSink.start(
                vertx, clock, 0, List.of(SigningSecret.parse(SECRET), SigningSecret.parse(NEWER)), 3, lines::add);
    }

    @AfterEach
    void stop() throws Exception {
        sink.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_genuine_webhook_is_accepted_and_reported_in_one_line() throws Exception {
        assertThat(send("v-1", BODY)).isEqualTo(200);

        assertThat(lines).containsExactly("webhook id=v-1 outcome=WARNING subject=orders-db signature=verified");
        Receipts.Receipt receipt = sink.receipts().of("v-1").orElseThrow();
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.firstAcceptedAt()).hasValue(clock.instant());
        assertThat(receipt.event().taskId()).hasValue("t-1");
    }

    @Test
    void any_of_the_secrets_and_any_of_the_signatures_will_do() throws Exception {
        String two = signature("whsec_" + "A".repeat(44), "v-1", BODY) + " " + signature(NEWER, "v-1", BODY);

        assertThat(post("v-1", two, BODY)).isEqualTo(200);
    }

    @Test
    void a_webhook_signed_with_another_secret_is_refused() throws Exception {
        assertThat(post("v-1", signature("whsec_" + "A".repeat(44), "v-1", BODY), BODY))
                .isEqualTo(401);

        assertThat(lines).containsExactly("webhook id=v-1 signature=wrong answered=401");
        assertThat(sink.receipts().byId()).isEmpty();
        assertThat(sink.receipts().rejected()).isEqualTo(1);
    }

    @Test
    void a_changed_body_or_id_is_refused() throws Exception {
        assertThat(post("v-1", signature(SECRET, "v-1", BODY), BODY + " ")).isEqualTo(401);
        assertThat(post("v-2", signature(SECRET, "v-1", BODY), BODY)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void a_webhook_without_one_of_the_headers_is_refused(String absent) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(sink.url()).POST(HttpRequest.BodyPublishers.ofString(BODY));
        for (String header : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            if (!header.equals(absent)) {
                request.header(header, "1");
            }
        }

        assertThat(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
        assertThat(lines).singleElement().asString().contains("signature=missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {-301, 301})
    void a_timestamp_more_than_five_minutes_off_is_refused(int seconds) throws Exception {
        Instant at = clock.instant();
        String signature = signature(SECRET, "v-1", BODY);
        clock.advance(Duration.ofSeconds(-seconds));

        assertThat(post("v-1", at, signature, BODY)).isEqualTo(401);
        assertThat(lines).singleElement().asString().contains("signature=stale");
    }

    @Test
    void a_timestamp_five_minutes_old_is_accepted() throws Exception {
        Instant at = clock.instant();
        String signature = signature(SECRET, "v-1", BODY);
        clock.advance(Duration.ofSeconds(300));

        assertThat(post("v-1", at, signature, BODY)).isEqualTo(200);
    }

    @Test
    void receipts_count_by_id_and_tell_bodies_apart() throws Exception {
        send("v-1", BODY);
        Instant first = clock.instant();
        clock.advance(Duration.ofSeconds(9));
        send("v-1", BODY);
        send("v-2", BODY);
        send("v-2", BODY + "\n");

        Receipts.Receipt same = sink.receipts().of("v-1").orElseThrow();
        assertThat(same.accepted()).isEqualTo(2);
        assertThat(same.bodies()).hasSize(1);
        assertThat(same.firstAcceptedAt()).hasValue(first);
        assertThat(sink.receipts().of("v-2").orElseThrow().bodies()).hasSize(2);
    }

    @Test
    void the_oldest_id_is_forgotten_beyond_the_bound() throws Exception {
        for (int i = 1; i <= 4; i++) {
            send("v-" + i, BODY);
        }

        assertThat(sink.receipts().byId()).containsOnlyKeys("v-2", "v-3", "v-4");
        assertThat(sink.receipts().acceptedIds()).isEqualTo(3);
    }

    @Test
    void the_first_calls_are_answered_as_scripted_and_the_rest_accepted() throws Exception {
        sink.behave(SinkBehaviour.answering(2, 503).after(Duration.ofSeconds(7)));

        HttpResponse<Void> refused = exchange("v-1", clock.instant(), signature(SECRET, "v-1", BODY), BODY);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(send("v-1", BODY)).isEqualTo(503);
        assertThat(sink.receipts().of("v-1").orElseThrow().firstAcceptedAt()).isEmpty();
        assertThat(send("v-1", BODY)).isEqualTo(200);

        Receipts.Receipt receipt = sink.receipts().of("v-1").orElseThrow();
        assertThat(receipt.arrivals()).isEqualTo(3);
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(lines.get(0)).endsWith("signature=verified answered=503");
        assertThat(lines.get(2)).endsWith("signature=verified");
    }

    @Test
    void a_refused_signature_is_not_one_of_the_scripted_calls() throws Exception {
        sink.behave(SinkBehaviour.answering(1, 500));
        post("v-1", "v1,AAAA", BODY);

        assertThat(send("v-1", BODY)).isEqualTo(500);
    }

    @Test
    void an_answer_can_be_late_or_never_come() throws Exception {
        sink.behave(SinkBehaviour.hanging(1));
        CompletableFuture<HttpResponse<Void>> never = http.sendAsync(
                request("v-1", clock.instant(), signature(SECRET, "v-1", BODY), BODY),
                HttpResponse.BodyHandlers.discarding());
        Awaitility.await().until(() -> sink.receipts().of("v-1").isPresent());
        sink.behave(SinkBehaviour.answering(1, 200).late(Duration.ofMillis(200)));

        long begun = System.nanoTime();
        assertThat(send("v-2", BODY)).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(never).isNotDone();
        assertThat(sink.receipts().of("v-1").orElseThrow().accepted()).isZero();
        never.cancel(true);
    }

    @Test
    void a_share_of_the_calls_fails_by_lot_and_the_same_seed_draws_the_same() throws Exception {
        List<Integer> first = statuses("behaviour?failing=0.3&seed=7", 200);
        List<Integer> again = statuses("behaviour?failing=0.3&seed=7", 200);
        List<Integer> other = statuses("behaviour?failing=0.3&seed=8", 200);

        assertThat(first).containsOnly(200, 500);
        assertThat(Collections.frequency(first, 500)).isBetween(40, 80);
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(statuses("behaviour?failing=1&status=503", 20)).containsOnly(503);
        assertThat(statuses("behaviour?failing=0", 20)).containsOnly(200);
        assertThat(statuses("behaviour?failing=1&calls=2", 4)).containsExactly(500, 500, 200, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "NaN", "some"})
    void a_share_that_is_none_is_refused(String share) throws Exception {
        assertThat(control("POST", "behaviour?failing=" + share).statusCode()).isEqualTo(400);
        assertThat(send("v-1", BODY)).isEqualTo(200);
    }

    private List<Integer> statuses(String behaviour, int calls) throws Exception {
        assertThat(control("POST", behaviour).statusCode()).isEqualTo(204);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(send("v-1", BODY));
        }
        return statuses;
    }

    @Test
    void what_comes_from_outside_cannot_break_the_line() throws Exception {
        send("v-1", "{\"subject\":\"a\\nwebhook id=forged outcome=PASSED\",\"data\":{\"outcome\":\"X Y\"}}");
        send("v-2", "no json at all");

        assertThat(lines)
                .containsExactly(
                        "webhook id=v-1 outcome=\"X Y\" subject=\"a\\nwebhook id=forged outcome=PASSED\" signature=verified",
                        "webhook id=v-2 outcome=- subject=- signature=verified");
    }

    @Test
    void another_process_reads_receipts_and_turns_the_behaviour() throws Exception {
        assertThat(control("POST", "behaviour?status=500&calls=1").statusCode()).isEqualTo(204);
        assertThat(send("v-1", BODY)).isEqualTo(500);
        assertThat(send("v-1", BODY)).isEqualTo(200);
        post("v-1", "v1,AAAA", BODY);

        JsonNode seen = new ObjectMapper().readTree(control("GET", "receipts").body());
        assertThat(seen.path("rejected").asInt()).isEqualTo(1);
        JsonNode receipt = seen.path("receipts").path("v-1");
        assertThat(receipt.path("count").asInt()).isEqualTo(1);
        assertThat(receipt.path("arrivals").asInt()).isEqualTo(2);
        assertThat(receipt.path("bodies").asInt()).isEqualTo(1);
        assertThat(receipt.path("firstAt").asLong()).isEqualTo(clock.instant().toEpochMilli());
        assertThat(receipt.path("outcome").asText()).isEqualTo("WARNING");
        assertThat(receipt.path("taskId").asText()).isEqualTo("t-1");

        control("POST", "behaviour?status=500&calls=1");
        send("v-2", BODY);
        assertThat(control("GET", "accepted").body()).isEqualTo("1\n");

        control("POST", "receipts/clear");
        assertThat(sink.receipts().byId()).isEmpty();
        assertThat(control("GET", "accepted").body()).isEqualTo("0\n");
        control("POST", "behaviour?status=410");
        assertThat(send("v-1", BODY)).isEqualTo(410);
        control("POST", "behaviour");
        assertThat(send("v-1", BODY)).isEqualTo(200);
        assertThat(control("POST", "behaviour?status=abc").statusCode()).isEqualTo(400);
        assertThat(control("GET", "nothing").statusCode()).isEqualTo(400);
    }

    @Test
    void only_posts_are_webhooks() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(sink.url()).build();

        assertThat(http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void a_sink_that_could_verify_nothing_does_not_start() {
        assertThatThrownBy(() -> WebhookSink.start(vertx, clock, 0, List.of(), 3, lines::add))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private int send(String id, String body) throws Exception {
        return post(id, signature(SECRET, id, body), body);
    }

    private int post(String id, String signature, String body) throws Exception {
        return post(id, clock.instant(), signature, body);
    }

    private int post(String id, Instant at, String signature, String body) throws Exception {
        return exchange(id, at, signature, body).statusCode();
    }

    private HttpResponse<Void> exchange(String id, Instant at, String signature, String body) throws Exception {
        return http.send(request(id, at, signature, body), HttpResponse.BodyHandlers.discarding());
    }

    private HttpRequest request(String id, Instant at, String signature, String body) {
        return HttpRequest.newBuilder(sink.url())
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String signature(String secret, String id, String body) throws Exception {
        return new Webhook(secret).sign(id, clock.instant().getEpochSecond(), body);
    }

    private HttpResponse<String> control(String method, String verb) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sink.url().toString().replace("/hook", "/simulator/" + verb)))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
