package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.MailSender.Mail;
import io.github.precheckwatcher.notify.MailSender.Reply;
import io.github.precheckwatcher.notify.MailSender.Sent;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageType;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends one mail a message, to all recipients that are still owed it. */
public final class EmailNotifier implements Notifier {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Mail servers like few connections of one sender; a mail is never in a hurry. */
    private static final int SLOTS = 4;

    private final NotifierSettings settings;
    private final MailSender sender;
    private final List<String> recipients;
    private final RecipientLog log;

    /** @param settings of kind EMAIL */
    EmailNotifier(NotifierSettings settings, MailSender sender) {
        this.settings = requireNonNull(settings, "settings");
        this.sender = requireNonNull(sender, "sender");
        this.recipients = settings.recipients().stream()
                .map(to -> MailAddress.of(to).orElseThrow().bare())
                .toList();
        this.log = new RecipientLog(settings.name());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public int slots() {
        return SLOTS;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        Fates before = Fates.read(delivery.progress());
        List<String> owed = before.owed(recipients);
        if (owed.isEmpty()) {
            // the configuration names nobody any more who is still owed it
            return Uni.createFrom().item(ended(delivery, before, owed, Sent.ALL));
        }
        JsonNode body;
        try {
            body = JSON.readTree(delivery.body());
        } catch (JsonProcessingException e) {
            return Uni.createFrom().item(new AttemptResult.NotSent("the stored body is no JSON"));
        }
        var mail = new Mail(
                delivery.eventId(),
                watch(delivery.message()),
                delivery.since(),
                settings.recipients(),
                owed,
                body.path(EmailType.SUBJECT).asText(),
                body.path(EmailType.TEXT).asText());
        return sender.send(mail, settings.transport().timeout()).map(sent -> ended(delivery, before, owed, sent));
    }

    private AttemptResult ended(Delivery delivery, Fates before, List<String> owed, Sent sent) {
        var decision = RecipientRule.decide(before, owed, sent);
        if (recipients.size() > 1) {
            Map<String, Reply> refused = new LinkedHashMap<>(decision.fates().refused());
            refused.keySet().retainAll(owed);
            log.note(delivery.eventId(), "REFUSED", refused);
            log.note(delivery.eventId(), "DEFERRED", decision.deferred());
            log.taken(
                    delivery.eventId(),
                    owed.stream().filter(decision.fates().taken()::contains).toList());
        }
        return decision.result();
    }

    /** Which watch a verdict is of; all else stands alone. */
    private static Optional<String> watch(Message message) {
        return message.type() == MessageType.VERDICT ? Event.of(message).watchId() : Optional.empty();
    }
}
