package io.github.precheckwatcher.notify.webhook;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.HttpPoster;
import io.github.precheckwatcher.notify.HttpTarget;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.StatusRule;
import io.github.precheckwatcher.notify.Wiring;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Posts the event to an address (contract.md 4), signed by the Standard Webhooks rules where there is a secret.
 * Thread safe.
 */
public final class WebhookNotifier implements Notifier {
    private final NotifierSettings settings;
    private final String userAgent;
    private final Clock clock;
    private final HttpPoster poster;

    /**
     * @param settings of kind WEBHOOK
     * @throws IllegalArgumentException when there is no usable address; the message does not show it
     */
    WebhookNotifier(NotifierSettings settings, Wiring wiring) {
        this.settings = requireNonNull(settings, "settings");
        this.userAgent = wiring.userAgent();
        this.clock = wiring.clock();
        this.poster = new HttpPoster(wiring.vertx(), settings.transport(), slots());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().deferred(() -> {
            byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
            HttpTarget target = HttpTarget.of(settings.transport().urls().get().get(0));
            return poster.post(target, headers(target, delivery.eventId(), body), body)
                    .map(answer -> StatusRule.judge(answer, clock.instant()));
        });
    }

    @Override
    public void close() {
        poster.close();
    }

    /** What the contract names cannot be replaced by the operator's headers. */
    private Map<String, String> headers(HttpTarget target, String id, byte[] body) {
        Instant now = clock.instant();
        Map<String, String> headers =
                settings.transport().requestHeaders(settings.wording().contentType(), userAgent);
        headers.put(WebhookSignature.ID, id);
        headers.put(WebhookSignature.TIMESTAMP, Long.toString(now.getEpochSecond()));
        headers.remove(WebhookSignature.SIGNATURE);
        List<SigningSecret> secrets = settings.secrets().get();
        if (!secrets.isEmpty()) {
            headers.put(WebhookSignature.SIGNATURE, WebhookSignature.sign(secrets, id, now, body));
        }
        return headers;
    }
}
