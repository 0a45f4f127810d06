package io.github.precheckwatcher.notify.kind.email;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.precheck.VendorText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The kind {@code email}. */
public final class EmailType implements NotifierType {
    static final String SUBJECT = "subject";
    static final String TEXT = "text";

    /** Plain text has no mark-up: nothing needs to be escaped. */
    private static final MessageRenderer TEXTS = MessageRenderer.of("email", UnaryOperator.identity());

    /** Most servers take megabytes; nobody reads more than this. */
    private static final int LIMIT_BYTES = 100_000;

    /** Mail programs show about 70 characters; RFC 5322 folds longer ones. */
    private static final int SUBJECT_LIMIT = 250;

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Set<String> keys() {
        return Set.of("to", "template-file", "rate-limit", "digest");
    }

    @Override
    public Address address() {
        return Address.NONE;
    }

    @Override
    public List<Mistake> mistakes(NotifierSettings settings) {
        List<Mistake> mistakes = new ArrayList<>();
        if (settings.recipients().isEmpty()) {
            mistakes.add(new Mistake("to", "names nobody; it is a list of mail addresses"));
        }
        if (settings.recipients().stream().anyMatch(MailAddress::needsUtf8)) {
            mistakes.add(new Mistake(
                    "to",
                    "has an entry with other letters than ASCII before the @; that needs SMTPUTF8, which is not"
                            + " supported"));
        } else if (settings.recipients().stream()
                .anyMatch(to -> MailAddress.of(to).isEmpty())) {
            mistakes.add(new Mistake("to", "has an entry that is no mail address like dba@example.com"));
        } else if (repeated(settings.recipients())) {
            mistakes.add(new Mistake("to", "has the same address twice"));
        }
        settings.wording()
                .template()
                .map(OwnTemplate::text)
                .flatMap(TEXTS::mistake)
                .ifPresent(words -> mistakes.add(new Mistake("template-file", words)));
        return mistakes;
    }

    private static boolean repeated(List<String> recipients) {
        return recipients.stream()
                        .map(to -> MailAddress.of(to).orElseThrow().bare())
                        .distinct()
                        .count()
                < recipients.size();
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        MessageView view = MessageView.of(Event.of(message), settings.wording());
        ObjectNode mail = JsonNodeFactory.instance.objectNode();
        mail.put(SUBJECT, VendorText.oneLine(TEXTS.title(view), SUBJECT_LIMIT));
        mail.put(TEXT, TEXTS.text(view, settings.wording(), EmailType::bytes, LIMIT_BYTES));
        return mail.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        MailSender sender = context.mail()
                .orElseThrow(() -> new IllegalArgumentException("mails are sent by a running daemon alone"));
        sender.check();
        return new EmailNotifier(settings, sender);
    }
}
