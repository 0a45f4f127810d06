package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** Port: hands mails to the mail server that {@code quarkus.mailer.*} names. Thread safe. */
public interface MailSender {
    /**
     * Makes one attempt when subscribed to. Never fails for what the server does (that is in the result) and never
     * blocks the caller.
     *
     * @param timeout bounds the whole
     */
    Uni<AttemptResult> send(Mail mail, Duration timeout);

    /**
     * Makes sure that mails can be sent as far as the configuration goes.
     *
     * @throws IllegalArgumentException when they cannot; the message says what is missing
     */
    void check();

    /**
     * One mail.
     *
     * @param id becomes its Message-ID, so that one sent twice is recognised
     * @param to the recipients' addresses
     * @param subject one line
     * @param text plain text
     */
    record Mail(String id, List<String> to, String subject, String text) {
        public Mail {
            requireNonNull(id, "id");
            to = List.copyOf(to);
            requireNonNull(subject, "subject");
            requireNonNull(text, "text");
        }
    }
}
