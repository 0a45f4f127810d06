package io.github.precheckwatcher.notify.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.LogLine;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.precheck.VendorText;
import io.quarkus.mailer.runtime.MailerRuntimeConfig;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.jboss.logging.Logger;

/**
 * Hands mails to the SMTP server of {@code quarkus.mailer.*}. Opens nothing before the first mail, so that a daemon
 * without email notifiers needs no such key. Thread safe.
 */
@Singleton
public final class SmtpMailSender implements MailSender {
    private static final Logger LOG = Logger.getLogger(SmtpMailSender.class);

    /** As in {@code quarkus.mailer.*} itself: the mailer without a name. */
    static final String DEFAULT = "<default>";

    private static final int ACCEPTED = 250;

    private final Vertx vertx;
    private final MailerRuntimeConfig mailer;
    private final TlsConfigurationRegistry tls;

    @Inject
    public SmtpMailSender(Vertx vertx, MailersRuntimeConfig mailers, TlsConfigurationRegistry tls) {
        this(vertx, requireNonNull(mailers.mailers().get(DEFAULT), "the default mailer"), tls);
    }

    /**
     * Without Quarkus, for the moment of one mail.
     *
     * @param config where {@code quarkus.mailer.*} stands
     * @throws IllegalArgumentException when its keys cannot be read
     */
    public static SmtpMailSender alone(Vertx vertx, SmallRyeConfigBuilder config) {
        try {
            MailersRuntimeConfig mailers = config.addDiscoveredConverters()
                    .withMapping(MailersRuntimeConfig.class)
                    .build()
                    .getConfigMapping(MailersRuntimeConfig.class);
            return new SmtpMailSender(vertx, mailers, new TlsAlone());
        } catch (ConfigValidationException | NoSuchElementException e) {
            // its words may hold a value
            throw new IllegalArgumentException("quarkus.mailer.* cannot be read; the daemon's start says why", e);
        }
    }

    SmtpMailSender(Vertx vertx, MailerRuntimeConfig mailer, TlsConfigurationRegistry tls) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.mailer = requireNonNull(mailer, "mailer");
        this.tls = requireNonNull(tls, "tls");
    }

    @Override
    public void check() {
        SmtpMistakes.of(mailer).stream().findFirst().ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake.key() + " " + mistake.words());
        });
        SmtpSettings.of(mailer, tls, Duration.ofSeconds(1), 1);
    }

    /** Over a connection of its own. */
    @Override
    public Uni<AttemptResult> send(Mail mail, Duration timeout) {
        return Uni.createFrom().deferred(() -> {
            var client = MailClient.create(
                    vertx, SmtpSettings.of(mailer, tls, timeout, mail.to().size()));
            return Uni.createFrom()
                    .completionStage(() -> client.sendMail(message(mail)).toCompletionStage())
                    .map(result -> accepted(mail, result))
                    .ifNoItem()
                    .after(timeout)
                    .recoverWithItem(() -> SmtpFault.late(timeout))
                    .onFailure()
                    .recoverWithItem(SmtpFault::of)
                    // what still hangs is closed by the idle timeout
                    .onTermination()
                    .invoke(client::close);
        });
    }

    private MailMessage message(Mail mail) {
        String from = mailer.from().orElseThrow();
        var message = new MailMessage()
                .setFrom(from)
                .setTo(mail.to())
                .setSubject(VendorText.oneLine(mail.subject(), Integer.MAX_VALUE))
                .setText(mail.text());
        mailer.bounceAddress().ifPresent(message::setBounceAddress);
        message.addHeader("Message-ID", messageId(mail.id(), from));
        // RFC 3834: no holiday answers
        message.addHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /** The same for every attempt, so that mail programs and servers know a second copy. */
    static String messageId(String id, String from) {
        String domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
        return '<' + id.replaceAll("[^A-Za-z0-9._-]", "_") + '@' + domain + '>';
    }

    /** Told at least one; who was refused is told the operator. */
    private static AttemptResult accepted(Mail mail, MailResult result) {
        List<String> taken = result.getRecipients();
        long refused = mail.to().stream()
                .filter(to -> taken.stream().noneMatch(to::contains))
                .count();
        if (refused > 0) {
            LogLine.of("mail")
                    .with("event", mail.id())
                    .with("refused", refused)
                    .with("recipients", mail.to().size())
                    .with("remedy", "see that every address of the notifier's to exists; the others have the mail")
                    .warn(LOG);
        }
        return new AttemptResult.Delivered(ACCEPTED);
    }
}
