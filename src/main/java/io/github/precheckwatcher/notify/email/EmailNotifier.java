package io.github.precheckwatcher.notify.email;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.MailSender.Mail;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.smallrye.mutiny.Uni;

/** Sends one mail a message, to all recipients together. Thread safe. */
public final class EmailNotifier implements Notifier {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Mail servers like few connections of one sender; a mail is never in a hurry. */
    private static final int SLOTS = 4;

    private final NotifierSettings settings;
    private final MailSender sender;

    /** @param settings of kind EMAIL */
    EmailNotifier(NotifierSettings settings, MailSender sender) {
        this.settings = requireNonNull(settings, "settings");
        this.sender = requireNonNull(sender, "sender");
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
        JsonNode body;
        try {
            body = JSON.readTree(delivery.body());
        } catch (JsonProcessingException e) {
            return Uni.createFrom().item(new AttemptResult.NotSent("the stored body is no JSON"));
        }
        var mail = new Mail(
                delivery.eventId(),
                settings.recipients(),
                body.path(EmailType.SUBJECT).asText(),
                body.path(EmailType.TEXT).asText());
        return sender.send(mail, settings.transport().timeout());
    }
}
