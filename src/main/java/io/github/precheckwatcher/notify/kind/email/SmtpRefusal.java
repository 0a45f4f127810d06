package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.MailSender.Fault;
import io.github.precheckwatcher.notify.MailSender.Reply;
import java.util.Optional;

/** Says in words for the operator what a mail server refused as a whole, by its own words, and what to do. */
final class SmtpRefusal {
    static final String AGAIN = "none now: it is tried again; if it stays, the mail server's log says why";

    private final MailServer server;

    SmtpRefusal(MailServer server) {
        this.server = requireNonNull(server, "server");
    }

    /** @param stage where it refused */
    Fault of(SmtpStage stage, Reply reply) {
        int code = reply.code();
        boolean forNow = code < 500;
        return switch (stage) {
            case CONNECT, HANDSHAKE, GREETING ->
                answered(
                        forNow ? "the mail server takes no connection now" : "the mail server refuses this host",
                        reply,
                        forNow
                                ? AGAIN
                                : "let the mail server accept this host's address, or name another one by"
                                        + " quarkus.mailer.host and port");
            case EHLO ->
                answered(
                        "the mail server refused this host's name " + server.ownHostName() + " (EHLO)",
                        reply,
                        forNow ? AGAIN : SmtpReplies.OWN_NAME);
            case STARTTLS ->
                answered(
                        "the mail server refused STARTTLS",
                        reply,
                        "see the mail server's log: its certificate or key may be missing");
            case LOGIN -> login(code);
            case MAIL -> sender(reply, forNow);
            case RCPT -> answered("the mail server refused a recipient", reply, SmtpReplies.remedy(reply));
            case DATA ->
                answered(
                        "the mail server refused the mail before its text (DATA)",
                        reply,
                        forNow ? AGAIN : "see the mail server's log for the reason");
            case END -> text(reply, forNow);
        };
    }

    /** Its words are not shown: they may repeat the password (RFC 4954, 4). */
    private Fault login(int code) {
        String what = "the mail server refused the login of quarkus.mailer.username: SMTP " + code;
        String remedy = switch (code) {
            case 535 ->
                "check quarkus.mailer.username and password; some providers want a password made for applications";
            case 530, 538 -> "encrypt the connection: quarkus.mailer.start-tls: REQUIRED, or tls: true";
            case 534 -> "use another mechanism: quarkus.mailer.auth-methods";
            case 432 -> "set a new password at the mail server, then quarkus.mailer.password";
            default -> code < 500 ? AGAIN : "check quarkus.mailer.username, password and auth-methods";
        };
        return new Fault(Optional.of(code), what, remedy);
    }

    private Fault sender(Reply reply, boolean forNow) {
        if (reply.code() == 552) {
            return tooLarge(reply);
        }
        if (reply.code() == 530 || reply.code() == 538) {
            return answered("the mail server wants a login or encryption first", reply, SmtpReplies.remedy(reply));
        }
        return answered(
                "the mail server refused the sender " + server.bounce().bare(),
                reply,
                forNow
                        ? AGAIN
                        : "set quarkus.mailer.from, or bounce-address, to an address that this server may send for;"
                                + " it may want a login: quarkus.mailer.username and password");
    }

    private Fault text(Reply reply, boolean forNow) {
        if (reply.code() == 552) {
            return tooLarge(reply);
        }
        return answered(
                "the mail server refused the mail after its text",
                reply,
                forNow
                        ? AGAIN
                        : "see why in its words and log; a filter may have to be made to let mails of "
                                + server.from().bare() + " pass");
    }

    private static Fault tooLarge(Reply reply) {
        return answered(
                "the mail is larger than the mail server takes, or the mailbox is full",
                reply,
                "raise the mail server's size limit or the mailbox's quota, or make mails shorter: template-file");
    }

    private static Fault answered(String what, Reply reply, String remedy) {
        return new Fault(Optional.of(reply.code()), what + ": " + reply, remedy);
    }
}
