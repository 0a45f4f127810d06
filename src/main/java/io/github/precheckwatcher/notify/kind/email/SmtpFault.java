package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.MailSender.Fault;
import io.github.precheckwatcher.notify.MailSender.Reply;
import io.github.precheckwatcher.precheck.VendorText;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in words for the operator why a mail was not taken, and what to do. Shows no password. */
final class SmtpFault {
    /** Code, separator, perhaps an enhanced code (RFC 3463), text; of each line of an answer. */
    private static final Pattern LINE = Pattern.compile("(?m)^[0-9]{3}[ -]?");

    private static final int WORDS = 200;

    private final MailServer server;
    private final SmtpRefusal refusals;
    private final SmtpTlsFault tls;

    SmtpFault(MailServer server) {
        this.server = requireNonNull(server, "server");
        this.refusals = new SmtpRefusal(server);
        this.tls = new SmtpTlsFault(server);
    }

    /** No end within the timeout. */
    Fault late(SmtpStage stage, Duration timeout) {
        String within = " within " + LogLine.text(timeout);
        if (stage == SmtpStage.CONNECT) {
            return unanswered(
                    "no connection to the mail server " + server.place() + within,
                    "check quarkus.mailer.host and port, and firewalls on the way: many networks drop port 25");
        }
        String remedy = switch (stage) {
            case GREETING, HANDSHAKE ->
                "see that quarkus.mailer.port is the one for this kind of encryption: 465 with tls: true, 587 with"
                        + " start-tls; else see the mail server's log";
            case END ->
                "see the mail server's log: it may have taken the mail, which then comes twice under one Message-ID;"
                        + " raise the notifier's timeout if its filters need longer";
            default -> "see the mail server's log; raise the notifier's timeout if it is only slow";
        };
        return unanswered("the mail server did not end " + stage.awaited() + within, remedy);
    }

    /** Something that was thrown before the mail server said anything. */
    Fault of(SmtpStage stage, Exception thrown) {
        return of(stage, thrown, -1, "", false);
    }

    /**
     * Something that was thrown.
     *
     * @param code the last answer's, or -1
     * @param answer its text, all lines
     * @param here whether it came at this stage
     */
    Fault of(SmtpStage stage, Exception thrown, int code, String answer, boolean here) {
        if (here && code >= 400) {
            return refusals.of(stage, reply(code, answer));
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Optional<Fault> known = known(stage, cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        if (stage == SmtpStage.EHLO && server.security() == MailServer.Security.STARTTLS && here && code == 250) {
            return unanswered(
                    "the mail server offers no STARTTLS, which quarkus.mailer.start-tls demands",
                    "use a port that offers it (587), or tls: true with port 465, or start-tls: OPTIONAL to send"
                            + " without encryption");
        }
        if (stage == SmtpStage.EHLO && here && code == 250) {
            return unanswered(
                    "the mail server offers none of the login methods that quarkus.mailer.auth-methods names",
                    "see which it offers in its answer to EHLO; some offer them only once the connection is encrypted:"
                            + " start-tls: REQUIRED");
        }
        return closed(stage, answer);
    }

    /** The configuration of {@code quarkus.tls} cannot be used; ours are the words. */
    Fault ofTrust(IllegalArgumentException e) {
        return unanswered(
                String.valueOf(e.getMessage()), "check the files that quarkus.tls names: they are read at each mail");
    }

    /** It offers no login although one is required. */
    Fault noLogin() {
        return unanswered(
                "the mail server offers no login, which quarkus.mailer.login demands",
                "many offer it only once the connection is encrypted: start-tls: REQUIRED; or use its port 587");
    }

    /** An answer without its code at each line, and without what it may repeat of the password. */
    Reply reply(int code, String answer) {
        String words = VendorText.oneLine(LINE.matcher(answer).replaceAll(""), WORDS);
        return new Reply(code, secrets(words) ? "(its words hold the password)" : words);
    }

    private boolean secrets(String words) {
        return server.login()
                .map(login -> login.password().get())
                .filter(password -> words.contains(password)
                        || words.contains(base64(password))
                        || words.contains(
                                base64('\0' + server.login().orElseThrow().user() + '\0' + password)))
                .isPresent();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Fault> known(SmtpStage stage, Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return Optional.of(unanswered(
                    "the mail server's host name " + server.host() + " is not known",
                    "check quarkus.mailer.host, and the name servers of this machine"));
        }
        if (cause instanceof SSLException) {
            return Optional.of(tls.of(cause));
        }
        if (cause instanceof SmtpSocket.TooMuch) {
            return Optional.of(unanswered(
                    "the mail server's answers do not end",
                    "see that quarkus.mailer.host and port name a mail server"));
        }
        if (stage != SmtpStage.CONNECT) {
            return Optional.empty();
        }
        if (cause instanceof SocketTimeoutException) {
            return Optional.of(unanswered(
                    "no connection to the mail server " + server.place() + " in time",
                    "check quarkus.mailer.host and port, and firewalls on the way: many networks drop port 25"));
        }
        boolean refused = cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused");
        if (refused) {
            return Optional.of(unanswered(
                    "no mail server listens at " + server.place() + " (connection refused)",
                    "check quarkus.mailer.host and port; see that the mail server runs"));
        }
        return cause instanceof java.io.IOException
                ? Optional.of(unanswered(
                        "no connection to the mail server " + server.place() + " ("
                                + VendorText.oneLine(String.valueOf(cause.getMessage()), 60) + ")",
                        "check quarkus.mailer.host and port, and the network"))
                : Optional.empty();
    }

    private Fault closed(SmtpStage stage, String answer) {
        Matcher smtp = LINE.matcher(answer);
        boolean alien = stage == SmtpStage.GREETING && !answer.isBlank() && !answer.startsWith("[EOF]");
        if (alien && !smtp.lookingAt()) {
            return unanswered(
                    "what answers at " + server.place() + " is no mail server (SMTP)",
                    "check quarkus.mailer.port; a port for TLS from the first byte (465) needs tls: true");
        }
        return unanswered(
                "the mail server closed the connection instead of "
                        + stage.awaited().replaceFirst("^its", "giving its"),
                stage == SmtpStage.GREETING
                        ? "check quarkus.mailer.port; a port for TLS from the first byte (465) needs tls: true; or the"
                                + " server does not serve this host's address: see its log"
                        : SmtpRefusal.AGAIN);
    }

    private static Fault unanswered(String what, String remedy) {
        return new Fault(Optional.empty(), what, remedy);
    }
}
