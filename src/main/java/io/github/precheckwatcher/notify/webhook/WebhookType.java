package io.github.precheckwatcher.notify.webhook;

import io.github.precheckwatcher.notify.Event;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.MessageView;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.Translation;
import io.github.precheckwatcher.notify.Wiring;
import io.github.precheckwatcher.notify.Wording;
import java.util.List;
import java.util.Set;

/** The kind {@code webhook}. */
public final class WebhookType implements NotifierType {
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
    public Notifier open(NotifierSettings settings, Wiring wiring) {
        return new WebhookNotifier(settings, wiring);
    }
}
