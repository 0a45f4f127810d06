package io.github.precheckwatcher.notify.kind.webhook;

import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.http.HttpNotifier;
import io.github.precheckwatcher.notify.http.HttpNotifier.Request;
import io.github.precheckwatcher.notify.http.StatusRule;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.notify.text.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kind {@code webhook}: the event ({@code docs/webhook.schema.json}), signed by the Standard Webhooks rules where
 * there is a secret.
 */
public final class WebhookType implements NotifierType {
    private static final int SLOTS = 16;

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Set<String> keys() {
        return Set.of(
                "headers",
                "targets",
                "proxy",
                "tls",
                "content-type",
                "template-file",
                "rate-limit",
                "rate-limit-pause",
                "digest");
    }

    @Override
    public SigningSecretForm secretForm() {
        return SigningSecretForm.STANDARD_WEBHOOKS;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        Wording wording = settings.wording();
        return wording.template()
                .flatMap(template ->
                        BodyForm.of(wording.contentType()).body(MessageView.of(Event.of(message), wording), template))
                .orElseGet(() -> Translation.of(message.event(), wording.language()));
    }

    @Override
    public List<Mistake> mistakes(NotifierSettings settings) {
        return settings
                .wording()
                .template()
                .map(OwnTemplate::text)
                .flatMap(BodyForm.of(settings.wording().contentType())::mistake)
                .map(words -> new Mistake("template-file", words))
                .stream()
                .toList();
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        return new HttpNotifier(
                settings,
                context,
                SLOTS,
                settings.wording().contentType(),
                (response, sent, its, now) -> StatusRule.judge(response, now),
                (plain, eventId, now) -> signed(plain, settings.secrets().get(), eventId, now));
    }

    /** What the contract names cannot be replaced by the operator's headers. */
    private static Request signed(Request plain, List<SigningSecret> secrets, String eventId, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>(plain.headers());
        headers.put(WebhookSignature.ID, eventId);
        headers.put(WebhookSignature.TIMESTAMP, Long.toString(now.getEpochSecond()));
        headers.remove(WebhookSignature.SIGNATURE);
        if (!secrets.isEmpty()) {
            byte[] body = plain.body().getBytes(StandardCharsets.UTF_8);
            headers.put(WebhookSignature.SIGNATURE, WebhookSignature.sign(secrets, eventId, now, body));
        }
        return new Request(plain.address(), headers, plain.body());
    }
}
