package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.MailSender.Fault;
import io.github.precheckwatcher.notify.MailSender.Mail;
import io.github.precheckwatcher.notify.MailSender.Reply;
import io.github.precheckwatcher.notify.MailSender.Sent;
import io.github.precheckwatcher.notify.kind.email.MailServer.Security;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;

/**
 * One mail over a connection of its own, on the thread that calls {@link #run}. {@link #close} ends it from any thread,
 * whatever it waits for: the connection below TLS is closed, and a look-up's result finds it closed.
 */
final class SmtpExchange {
    /** Greeting, EHLO, a long chain of certificates: a hundredth of it. */
    private static final long BUDGET = 256 * 1024;

    private static final long BUDGET_A_RECIPIENT = 4 * 1024;

    private final MailServer server;
    private final Supplier<SmtpTrust> trusts;
    private final Mail mail;
    private final Duration timeout;
    private final SmtpFault faults;

    private volatile SmtpStage stage = SmtpStage.CONNECT;
    private volatile SmtpTransport transport;
    private volatile SmtpSocket socket;
    private volatile boolean closed;

    /**
     * @param trusts asked on the thread of {@link #run}, for it may read files
     * @param timeout after which somebody closes it
     */
    SmtpExchange(MailServer server, Supplier<SmtpTrust> trusts, Mail mail, Duration timeout) {
        this.server = requireNonNull(server, "server");
        this.trusts = requireNonNull(trusts, "trusts");
        this.mail = requireNonNull(mail, "mail");
        this.timeout = requireNonNull(timeout, "timeout");
        this.faults = new SmtpFault(server);
    }

    /** Sends the mail. Blocks; fails for nothing that the server does. */
    Sent run() {
        SmtpTrust trust;
        try {
            trust = trusts.get();
        } catch (IllegalArgumentException e) {
            return Sent.failed(faults.ofTrust(e));
        }
        try {
            Session session = Session.getInstance(properties(trust));
            var message = new EventMail(session, server.from(), mail);
            Socket connected = connect(trust);
            stage = SmtpStage.GREETING;
            SmtpTransport own = new SmtpTransport(session, server.login());
            transport = own;
            own.connect(connected);
            if (server.login().filter(MailServer.Login::required).isPresent() && !own.supportsExtension("AUTH")) {
                return Sent.failed(faults.noLogin());
            }
            own.sendMessage(message, recipients());
            own.close();
            return Sent.ALL;
        } catch (SendFailedException e) {
            return sent(e);
        } catch (MessagingException | IOException e) {
            return Sent.failed(fault(e));
        } finally {
            close();
        }
    }

    /** Ends it; safe to call more than once. */
    void close() {
        closed = true;
        SmtpSocket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // closed all the same
            }
        }
    }

    /** Why it is not over yet. */
    Sent late() {
        return Sent.failed(faults.late(stage(), timeout));
    }

    private SmtpStage stage() {
        SmtpTransport own = transport;
        return own == null ? stage : own.stage();
    }

    private Fault fault(Exception e) {
        SmtpTransport own = transport;
        return own == null
                ? faults.of(stage, e)
                : faults.of(own.stage(), e, own.code(), own.answer(), own.answeredAt() == own.stage());
    }

    /** Some of the recipients, or none: each has an answer of its own. */
    private Sent sent(SendFailedException e) {
        Map<String, Reply> refused = new LinkedHashMap<>();
        for (Exception next = e; next instanceof MessagingException some; next = some.getNextException()) {
            if (some instanceof SMTPAddressFailedException one && one.getReturnCode() > 0) {
                refused.putIfAbsent(one.getAddress().getAddress(), faults.reply(one.getReturnCode(), one.getMessage()));
            }
        }
        Address[] taken = e.getValidSentAddresses();
        if (taken != null && taken.length > 0 || refused.keySet().containsAll(mail.owed())) {
            return new Sent(refused, Optional.empty());
        }
        return new Sent(refused, Optional.of(fault(e)));
    }

    private Address[] recipients() {
        return mail.owed().stream()
                .map(address -> {
                    var recipient = new InternetAddress();
                    recipient.setAddress(address);
                    return recipient;
                })
                .toArray(Address[]::new);
    }

    private Socket connect(SmtpTrust trust) throws IOException {
        InetAddress[] found = InetAddress.getAllByName(server.host());
        IOException last = null;
        for (int i = 0; i < found.length; i++) {
            try {
                return connect(found[i], trust, timeout.dividedBy(found.length));
            } catch (ConnectException | SocketTimeoutException | NoRouteToHostException e) {
                // the next address of the same host may answer
                last = e;
            }
        }
        throw last == null ? new ConnectException("no address") : last;
    }

    private Socket connect(InetAddress address, SmtpTrust trust, Duration most) throws IOException {
        var plain = new SmtpSocket(BUDGET + BUDGET_A_RECIPIENT * mail.owed().size());
        socket = plain;
        if (closed) {
            plain.close();
        }
        plain.setTcpNoDelay(true);
        plain.connect(SmtpSocket.address(server.host(), address, server.port()), millis(most));
        // somebody closes it sooner; this is for the case that nobody does
        plain.setSoTimeout(millis(timeout.multipliedBy(2)));
        return server.security() == Security.TLS ? encrypted(plain, trust) : plain;
    }

    private Socket encrypted(Socket plain, SmtpTrust trust) throws IOException {
        stage = SmtpStage.HANDSHAKE;
        var secure = (SSLSocket) trust.sockets().createSocket(plain, server.host(), server.port(), true);
        if (trust.checksName()) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
        }
        secure.startHandshake();
        return secure;
    }

    private Properties properties(SmtpTrust trust) {
        var properties = new Properties();
        properties.put("mail.smtp.localhost", server.ownHostName());
        properties.put("mail.smtp.from", server.bounce().bare());
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.debug.auth.username", "false");
        boolean starttls = server.security() == Security.STARTTLS || server.security() == Security.STARTTLS_IF_OFFERED;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(server.security() == Security.STARTTLS));
        properties.put("mail.smtp.ssl.socketFactory", trust.sockets());
        properties.put("mail.smtp.ssl.checkserveridentity", Boolean.toString(trust.checksName()));
        server.login()
                .ifPresent(login -> properties.put("mail.smtp.auth.mechanisms", String.join(" ", login.methods())));
        return properties;
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
