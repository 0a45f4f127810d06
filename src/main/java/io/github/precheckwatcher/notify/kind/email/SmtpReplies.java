package io.github.precheckwatcher.notify.kind.email;

import io.github.precheckwatcher.notify.MailSender.Reply;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's answer to one recipient means. RFC 5321, 4.2.2; enhanced codes: RFC 3463. */
final class SmtpReplies {
    static final String OWN_NAME =
            "set quarkus.mailer.own-host-name to a name that the mail server takes, usually a full one like"
                    + " watcher.example.com";

    /** They speak of the command, the login or this host: no address is wrong, and the next attempt may find it mended. */
    private static final Set<Integer> OF_THE_SESSION = Set.of(500, 501, 502, 503, 504, 530, 534, 535, 538);

    private static final Pattern ENHANCED =
            Pattern.compile("(?:^|\\s)5\\.(?<subject>[0-9]{1,3})\\.(?<detail>[0-9]{1,3})\\b");

    /** Postfix speaks of EHLO no sooner than at a recipient (its parameter smtpd_delay_reject). */
    private static final Pattern HELO = Pattern.compile("(?i)\\b(?:helo|ehlo) command rejected");

    private SmtpReplies() {}

    /** Whether this recipient will never be taken. */
    static boolean isFinal(Reply reply) {
        if (reply.code() < 500
                || reply.code() > 599
                || HELO.matcher(reply.words()).find()) {
            return false;
        }
        Matcher enhanced = ENHANCED.matcher(reply.words());
        boolean ofAddress = enhanced.find()
                && (enhanced.group("subject").equals("1")
                        || enhanced.group("subject").equals("2"));
        return ofAddress || !OF_THE_SESSION.contains(reply.code());
    }

    /** What to do about it. */
    static String remedy(Reply reply) {
        if (HELO.matcher(reply.words()).find()) {
            return OWN_NAME;
        }
        if (reply.code() == 530 || reply.code() == 535 || reply.code() == 538) {
            return "set quarkus.mailer.username and password, and start-tls: REQUIRED where the server wants it";
        }
        if (!isFinal(reply)) {
            return "none now: it is tried again for those who are still owed it; a server that greylists takes it"
                    + " after some minutes";
        }
        Matcher enhanced = ENHANCED.matcher(reply.words());
        boolean policy = enhanced.find() && enhanced.group("subject").equals("7");
        return policy
                ? "let the mail server relay for this host, or log in: quarkus.mailer.username and password; else the"
                        + " recipient's server says why"
                : "correct the address in the notifier's to, or take it out";
    }
}
