package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: hands mails to the mail server that {@code quarkus.mailer.*} names. Thread safe. */
public interface MailSender {
    /**
     * Makes one attempt when subscribed to. Never fails for what the server does (that is in the result) and never
     * blocks the caller. Cancelling closes the connection.
     *
     * @param timeout bounds the whole
     */
    Uni<Sent> send(Mail mail, Duration timeout);

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
     * @param thread what it is about: mails of one thread refer to the same Message-ID; empty: it stands alone
     * @param date its Date, the same at every attempt
     * @param to the recipients that the mail names, as {@code a@b} or {@code Name <a@b>}
     * @param owed the bare addresses of those that it goes to in this attempt; not empty
     * @param subject one line
     * @param text plain text
     */
    record Mail(
            String id,
            Optional<String> thread,
            Instant date,
            List<String> to,
            List<String> owed,
            String subject,
            String text) {
        public Mail {
            requireNonNull(id, "id");
            requireNonNull(thread, "thread");
            requireNonNull(date, "date");
            to = List.copyOf(to);
            owed = List.copyOf(owed);
            requireNonNull(subject, "subject");
            requireNonNull(text, "text");
        }
    }

    /**
     * What came of one attempt. Without a fault the server has the mail for everybody owed who is not among the refused.
     *
     * @param refused what the server said to recipients that it did not take, by bare address
     * @param fault why nobody has it; empty when that is because each was refused
     */
    record Sent(Map<String, Reply> refused, Optional<Fault> fault) {
        public Sent {
            refused = Map.copyOf(refused);
            requireNonNull(fault, "fault");
        }

        /** Everybody has it. */
        public static final Sent ALL = new Sent(Map.of(), Optional.empty());

        /** Nobody has it. */
        public static Sent failed(Fault fault) {
            return new Sent(Map.of(), Optional.of(fault));
        }
    }

    /**
     * A server's answer.
     *
     * @param code three digits (RFC 5321, 4.2)
     * @param words its text on one line, bounded, without secrets
     */
    record Reply(int code, String words) {
        public Reply {
            requireNonNull(words, "words");
        }

        /** As people read it. */
        @Override
        public String toString() {
            return ("SMTP " + code + " " + words).strip();
        }
    }

    /**
     * Why a mail reached nobody.
     *
     * @param status the server's code, where it answered
     * @param error what happened
     * @param remedy what to do
     */
    record Fault(Optional<Integer> status, String error, String remedy) {
        public Fault {
            requireNonNull(status, "status");
            requireNonNull(error, "error");
            requireNonNull(remedy, "remedy");
        }
    }
}
