package io.github.precheckwatcher.simulator.sink;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.Acs3Signer;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.kind.webhook.WebhookSignature;
import io.github.precheckwatcher.simulator.http.LoopbackServer;
import io.github.precheckwatcher.simulator.script.ReportText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Receives webhooks on 127.0.0.1: verifies their Standard Webhooks signatures, reports what came, and remembers it.
 * Missing and wrong signatures and timestamps more than five minutes off are refused with 401. All methods are thread
 * safe. Tests in another process look and steer by {@code /simulator/...} on the same port ({@link SinkControl}).
 */
public final class WebhookSink implements AutoCloseable {
    /** How many ids are remembered unless set otherwise. */
    public static final int MOST_IDS = 1_000_000;

    private final Vertx vertx;
    private final Clock clock;
    private final List<SigningSecret> secrets;
    private final Consumer<String> print;
    private final Receipts receipts;
    private final SinkControl control;
    private final LoopbackServer server;
    private SinkBehaviour behaviour = SinkBehaviour.GOOD;
    private int treated;
    private Random lots = new Random(0);

    private WebhookSink(
            Vertx vertx, Clock clock, int port, List<SigningSecret> secrets, int mostIds, Consumer<String> print) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.clock = requireNonNull(clock, "clock");
        this.secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a sink without secrets can verify nothing");
        }
        this.receipts = new Receipts(mostIds);
        this.print = requireNonNull(print, "print");
        this.control = new SinkControl(this);
        this.server = LoopbackServer.listen(vertx, port, this::handle);
    }

    /**
     * Starts to listen on 127.0.0.1. Blocks; not for event loops.
     *
     * @param vertx gives the event loop; stays the caller's to close
     * @param clock timestamps are held against it
     * @param port 0 for any free one
     * @param secrets a webhook is accepted when one of them made one of its signatures; not empty
     * @param mostIds how many ids are remembered, the oldest being forgotten first
     * @param print gets one line a webhook, on the event loop
     * @throws java.io.UncheckedIOException when the port cannot be had
     */
    public static WebhookSink start(
            Vertx vertx, Clock clock, int port, List<SigningSecret> secrets, int mostIds, Consumer<String> print) {
        return new WebhookSink(vertx, clock, port, secrets, mostIds, print);
    }

    /** Where webhooks are to be sent. */
    public URI url() {
        return server.uri("/hook");
    }

    /** What came. */
    public Receipts receipts() {
        return receipts;
    }

    /** Treats the next verified webhooks that way. */
    public synchronized void behave(SinkBehaviour next) {
        behaviour = requireNonNull(next, "next");
        treated = 0;
        lots = new Random(next.seed());
    }

    /** Closes the port and every connection. Blocks; not for event loops. */
    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        if (request.uri().startsWith(SinkControl.PATH)) {
            control.handle(request);
        } else if (!request.method().name().equals("POST")) {
            request.response().setStatusCode(405).end();
        } else {
            request.body().onSuccess(body -> receive(request, body.getBytes()));
        }
    }

    private void receive(HttpServerRequest request, byte[] body) {
        Instant now = clock.instant();
        String id = request.getHeader(WebhookSignature.ID);
        SinkSignature finding = SinkSignature.of(request.headers(), body, secrets, now);
        if (finding != SinkSignature.VERIFIED) {
            receipts.reject();
            print.accept("webhook id=" + word(id) + " signature="
                    + finding.name().toLowerCase(Locale.ROOT) + " answered=401");
            request.response().setStatusCode(401).end();
            return;
        }
        SinkBehaviour treatment = treatment();
        ReceivedEvent event = ReceivedEvent.of(body);
        receipts.arrived(id, Acs3Signer.sha256Hex(body), event, treatment.accepts(), now);
        print.accept(
                "webhook id=" + word(id) + " outcome=" + word(event.outcome().orElse(null)) + " subject="
                        + word(event.subject().orElse(null)) + " signature=verified" + note(treatment));
        if (treatment.hang()) {
            return;
        }
        if (treatment.delay().isZero()) {
            answer(request.response(), treatment);
        } else {
            vertx.setTimer(Math.max(1, treatment.delay().toMillis()), timer -> answer(request.response(), treatment));
        }
    }

    private synchronized SinkBehaviour treatment() {
        if (treated >= behaviour.calls()) {
            return SinkBehaviour.GOOD;
        }
        treated++;
        return lots.nextDouble() < behaviour.share() ? behaviour : SinkBehaviour.GOOD;
    }

    private static void answer(HttpServerResponse response, SinkBehaviour treatment) {
        if (!response.closed()) {
            treatment
                    .retryAfter()
                    .ifPresent(wait -> response.putHeader("Retry-After", Long.toString(wait.toSeconds())));
            response.setStatusCode(treatment.status()).end();
        }
    }

    private static String note(SinkBehaviour treatment) {
        if (treatment.hang()) {
            return " answered=never";
        }
        return treatment.accepts() ? "" : " answered=" + treatment.status();
    }

    // what comes from outside must not break the line or look like another key
    private static String word(String value) {
        if (value == null) {
            return "-";
        }
        return value.matches("[\\w.:/@+-]+") ? value : ReportText.quoted(value);
    }
}
