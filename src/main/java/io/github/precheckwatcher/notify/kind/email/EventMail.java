package io.github.precheckwatcher.notify.kind.email;

import io.github.precheckwatcher.notify.MailSender.Mail;
import io.github.precheckwatcher.precheck.VendorText;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The mail of one event: the same headers at every attempt. Nothing from outside can add one. */
final class EventMail extends MimeMessage {
    private static final DateTimeFormatter DATE = // RFC 5322, 3.3
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final String messageId;

    EventMail(Session session, MailAddress from, Mail mail) throws MessagingException {
        super(session);
        this.messageId = messageId(mail.id(), from);
        setFrom(from.forHeader());
        setRecipients(
                Message.RecipientType.TO,
                mail.to().stream()
                        .map(to -> MailAddress.of(to).orElseThrow().forHeader())
                        .toArray(Address[]::new));
        setSubject(VendorText.oneLine(mail.subject(), Integer.MAX_VALUE), StandardCharsets.UTF_8.name());
        setHeader("Date", DATE.format(mail.date()));
        if (mail.thread().isPresent()) {
            // nobody ever sends it: all of a thread refer to the same, whichever of them arrives first
            String root = messageId("watch-" + mail.thread().get(), from);
            setHeader("In-Reply-To", root);
            setHeader("References", root);
        }
        // no holiday answers: RFC 3834, 5; the other is Microsoft's ([MS-OXCMAIL] 2.2.3.2.14)
        setHeader("Auto-Submitted", "auto-generated");
        setHeader("X-Auto-Response-Suppress", "All");
        setText(mail.text(), StandardCharsets.UTF_8.name());
        saveChanges();
    }

    /** The same for every attempt, so that mail programs and servers know a second copy. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static String messageId(String id, MailAddress from) {
        String domain = from.domain().replaceAll("[^A-Za-z0-9.-]", "");
        return '<' + id.replaceAll("[^A-Za-z0-9._-]", "_") + '@' + domain + '>';
    }
}
