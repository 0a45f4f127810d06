package io.github.precheckwatcher.notify.email;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.LogLine;
import io.github.precheckwatcher.precheck.VendorText;
import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Says in words for the operator why a mail was not taken; all of it is tried again on the schedule. */
final class SmtpFault {
    /** Answers to commands that carry credentials or their parts, which a server may repeat (RFC 4954, RFC 5321). */
    private static final Set<Integer> NEAR_CREDENTIALS = Set.of(432, 454, 500, 501, 502, 503, 504, 530, 534, 535, 538);

    private static final int WORDS = 300;

    private SmtpFault() {}

    static AttemptResult late(Duration timeout) {
        return failed("no end of the mail server's answers within " + LogLine.text(timeout));
    }

    static AttemptResult of(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Optional<AttemptResult> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        // https://github.com/vert-x3/vertx-mail-client: this one has neither class nor code of its own
        if (String.valueOf(fault.getMessage()).startsWith("no recipient")) {
            return failed("the mail server refused every recipient");
        }
        return failed("the mail was not sent: " + fault.getClass().getSimpleName());
    }

    /** The kinds of one cause; what is more special comes first. */
    private static Optional<AttemptResult> known(Throwable cause) {
        if (cause instanceof SMTPException smtp) {
            return Optional.of(answered(smtp));
        }
        if (cause instanceof UnknownHostException) {
            return Optional.of(failed("the mail server's host name is not known"));
        }
        if (cause instanceof ConnectException) {
            return Optional.of(failed("no connection to the mail server"));
        }
        if (cause instanceof CertificateException || cause instanceof SSLException) {
            return Optional.of(failed("TLS with the mail server failed; see its certificate and quarkus.tls"));
        }
        if (cause instanceof IOException) {
            return Optional.of(failed("the mail server closed the connection"));
        }
        return Optional.empty();
    }

    private static AttemptResult answered(SMTPException smtp) {
        int code = smtp.getReplyCode();
        String words = NEAR_CREDENTIALS.contains(code)
                ? "the mail server refused login or command; see user name, password and start-tls"
                : VendorText.oneLine(String.join(" ", smtp.getReplyMessages()), WORDS);
        return new AttemptResult.Failed(Optional.of(code), "SMTP " + code + ": " + words);
    }

    private static AttemptResult failed(String words) {
        return new AttemptResult.Failed(Optional.empty(), words);
    }
}
