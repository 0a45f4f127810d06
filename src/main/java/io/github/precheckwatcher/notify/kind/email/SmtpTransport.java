package io.github.precheckwatcher.notify.kind.email;

import io.github.precheckwatcher.notify.kind.email.MailServer.Login;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus Mail's transport for one mail over a connection of ours. Remembers the stage and the last answer: its exceptions
 * do not always say them. Used by one thread; the stage may be read by any.
 */
final class SmtpTransport extends SMTPTransport {
    private final Optional<Login> login;

    private volatile SmtpStage stage = SmtpStage.GREETING;
    private volatile SmtpStage answeredAt = SmtpStage.GREETING;
    private volatile int code = -1;
    private volatile String answer = "";

    SmtpTransport(Session session, Optional<Login> login) {
        super(session, null);
        this.login = login;
    }

    SmtpStage stage() {
        return stage;
    }

    /** The code of the last answer, and at which stage it came; -1: no answer, or none of SMTP's. */
    int code() {
        return code;
    }

    SmtpStage answeredAt() {
        return answeredAt;
    }

    /** The last answer, all its lines. */
    String answer() {
        return answer;
    }

    /** Not the user that Jakarta Mail would look up in system properties. */
    @Override
    protected synchronized boolean protocolConnect(String host, int port, String user, String password)
            throws MessagingException {
        return super.protocolConnect(
                host,
                port,
                login.map(Login::user).orElse(null),
                login.map(known -> known.password().get()).orElse(null));
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        stage = SmtpStage.of(command, stage);
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int read = super.readServerResponse();
        if (read > 0) {
            code = read;
            answer = getLastServerResponse();
            answeredAt = stage;
        } else if (answeredAt != stage || stage == SmtpStage.GREETING) {
            // nothing, or something that is no SMTP
            code = -1;
            answer = getLastServerResponse();
            answeredAt = stage;
        }
        if (stage == SmtpStage.STARTTLS && read == 220) {
            stage = SmtpStage.HANDSHAKE;
        }
        return read;
    }

    /** Each mail has its own connection, so there is nothing to reset: a server that is slow with it costs nobody. */
    @Override
    public synchronized void issueCommand(String command, int expected) throws MessagingException {
        if (!command.equals("RSET")) {
            super.issueCommand(command, expected);
        }
    }
}
