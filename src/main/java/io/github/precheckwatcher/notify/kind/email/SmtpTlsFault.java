package io.github.precheckwatcher.notify.kind.email;

import io.github.precheckwatcher.notify.MailSender.Fault;
import io.github.precheckwatcher.precheck.VendorText;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;

/** Says why TLS with the mail server failed: the JDK's own words are for those who know its classes. */
final class SmtpTlsFault {
    private static final int WORDS = 120;

    private final MailServer server;

    SmtpTlsFault(MailServer server) {
        this.server = server;
    }

    /** What is more special comes first. */
    Fault of(Throwable thrown) {
        if (has(thrown, CertificateExpiredException.class)) {
            return fault(
                    "the mail server's certificate has expired" + when(thrown),
                    "renew the mail server's certificate, or check this machine's clock");
        }
        if (has(thrown, CertificateNotYetValidException.class)) {
            return fault(
                    "the mail server's certificate is not valid yet" + when(thrown),
                    "check this machine's clock, else the mail server's certificate");
        }
        if (has(thrown, CertPathBuilderException.class) || has(thrown, CertPathValidatorException.class)) {
            return fault(
                    "the mail server's certificate is signed by nobody who is trusted here",
                    "write its CA's file to quarkus.tls.mail.trust-store.pem.certs and set"
                            + " quarkus.mailer.tls-configuration-name: mail" + orInClear());
        }
        String words = String.valueOf(thrown.getMessage());
        boolean name = find(thrown, CertificateException.class)
                .map(Throwable::getMessage)
                .filter(why -> why.contains("subject alternative") || why.startsWith("No name matching"))
                .isPresent();
        if (name) {
            return fault(
                    "the mail server's certificate is not for the name " + server.host(),
                    "set quarkus.mailer.host to a name that the certificate has, or give the mail server one for this"
                            + " name" + orInClear());
        }
        if (words.contains("Unsupported or unrecognized SSL message") || words.contains("plaintext connection")) {
            return fault(
                    "what answers at " + server.place() + " does not speak TLS",
                    "use the port for TLS from the first byte (465), or tls: false with start-tls: REQUIRED");
        }
        if (alert(words, "certificate_required") || alert(words, "bad_certificate")) {
            return fault(
                    "the mail server wants another certificate of this client",
                    "set a key-store in the configuration of quarkus.tls that quarkus.mailer.tls-configuration-name"
                            + " names");
        }
        if (alert(words, "handshake_failure") || alert(words, "protocol_version")) {
            return fault(
                    "the mail server and this program have no version or cipher of TLS in common",
                    "let the mail server take TLS 1.2 or 1.3");
        }
        return fault(
                "TLS with the mail server failed: " + VendorText.oneLine(words, WORDS),
                "see the mail server's log, and its certificate and port");
    }

    /** A relay on this machine has a certificate that its package made, and needs none. */
    private String orInClear() {
        return server.security() == MailServer.Security.STARTTLS_IF_OFFERED
                ? "; for a relay on this machine start-tls: DISABLED does"
                : "";
    }

    /** The JDK writes {@code NotAfter: <date>}. */
    private static String when(Throwable thrown) {
        return find(thrown, CertificateException.class)
                .map(Throwable::getMessage)
                .map(words -> " (" + VendorText.oneLine(words, WORDS) + ')')
                .orElse("");
    }

    private static boolean alert(String words, String name) {
        return words.toLowerCase(Locale.ROOT).contains(name);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        return find(thrown, type).isPresent();
    }

    /** The innermost cause of this type. */
    private static Optional<Throwable> find(Throwable thrown, Class<? extends Throwable> type) {
        Optional<Throwable> found = Optional.empty();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                found = Optional.of(cause);
            }
        }
        return found;
    }

    private static Fault fault(String what, String remedy) {
        return new Fault(Optional.empty(), what, remedy);
    }
}
