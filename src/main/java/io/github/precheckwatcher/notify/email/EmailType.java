package io.github.precheckwatcher.notify.email;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.Texts;
import io.github.precheckwatcher.notify.Wiring;
import io.github.precheckwatcher.precheck.VendorText;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The kind {@code email}. */
public final class EmailType implements NotifierType {
    static final String SUBJECT = "subject";
    static final String TEXT = "text";

    /** Plain text has no mark-up: nothing needs to be escaped. */
    private static final Texts TEXTS = Texts.of("email", UnaryOperator.identity());

    /** Most servers take megabytes; nobody reads more than this. */
    private static final int LIMIT_BYTES = 100_000;

    /** Mail programs show about 70 characters; RFC 5322 folds longer ones. */
    private static final int SUBJECT_LIMIT = 250;

    /** {@code a@b} or {@code Name <a@b>}, in ASCII; whether the address exists only its server knows. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9.-]{1,255}|\\[[0-9A-Fa-f.:]{2,45}])");

    private static final Pattern NAMED = Pattern.compile("[^<>@,;\"\\p{Cntrl}]* <([^<>]+)>");

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
        if (!settings.recipients().stream().allMatch(EmailType::isAddress)) {
            mistakes.add(new Mistake("to", "has an entry that is no mail address like dba@example.com"));
        }
        settings.wording()
                .template()
                .map(OwnTemplate::text)
                .flatMap(TEXTS::mistake)
                .ifPresent(words -> mistakes.add(new Mistake("template-file", words)));
        return mistakes;
    }

    @Override
    public List<Mistake> foreignMistakes(Supplier<SmallRyeConfigBuilder> config) {
        return SmtpMistakes.of(config.get());
    }

    static boolean isAddress(String recipient) {
        var named = NAMED.matcher(recipient);
        return ADDRESS.matcher(named.matches() ? named.group(1) : recipient).matches();
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        ObjectNode mail = JsonNodeFactory.instance.objectNode();
        mail.put(SUBJECT, VendorText.oneLine(TEXTS.title(message, settings.wording()), SUBJECT_LIMIT));
        mail.put(TEXT, TEXTS.text(message, settings.wording(), EmailType::bytes, LIMIT_BYTES));
        return mail.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public Notifier open(NotifierSettings settings, Wiring wiring) {
        MailSender sender = wiring.mail()
                .orElseThrow(() -> new IllegalArgumentException("mails are sent by a running daemon alone"));
        sender.check();
        return new EmailNotifier(settings, sender);
    }
}
