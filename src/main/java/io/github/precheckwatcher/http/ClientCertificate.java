package io.github.precheckwatcher.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** How servers say that they want a client certificate, or another than the one they got. */
public enum ClientCertificate {
    MISSING("wants a client certificate"),
    REFUSED("does not accept the client certificate"),
    /** A server that speaks TLS 1.2 says so, and so does one that shares no protocol version or cipher. */
    PERHAPS_MISSING(
            "ended the TLS handshake: it may want a client certificate, or none of our TLS versions and ciphers");

    /** Written by the JDK: RFC 8446, 6.2, has the names. */
    private static final Pattern ALERT = Pattern.compile("[Rr]eceived fatal alert: ([a-z_]+)");

    private static final Set<String> OF_A_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "decrypt_error");

    private final String words;

    ClientCertificate(String words) {
        this.words = words;
    }

    /** What follows the server's name in a sentence. */
    public String words() {
        return words;
    }

    /** The TLS alert that a server ended a connection with. */
    public static Optional<String> alert(Throwable failure) {
        return Causes.find(failure, SSLException.class)
                .map(Throwable::getMessage)
                .map(ALERT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    /**
     * What a TLS alert says of the client certificate; empty: nothing.
     *
     * @param shown whether there was one to show
     */
    public static Optional<ClientCertificate> ofAlert(String alert, boolean shown) {
        if (alert.equals("certificate_required") || alert.equals("bad_certificate") && !shown) {
            return Optional.of(shown ? REFUSED : MISSING);
        }
        if (alert.equals("handshake_failure") && !shown) {
            return Optional.of(PERHAPS_MISSING);
        }
        return shown && OF_A_CERTIFICATE.contains(alert) ? Optional.of(REFUSED) : Optional.empty();
    }

    /**
     * What an HTTP answer says of the client certificate; empty: nothing. nginx answers 400 with words of its own (495 and
     * 496 within), <a href="https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors">as it documents</a>.
     */
    public static Optional<ClientCertificate> ofAnswer(int status, byte[] body) {
        if (status == 496) {
            return Optional.of(MISSING);
        }
        if (status == 495) {
            return Optional.of(REFUSED);
        }
        if (status != 400) {
            return Optional.empty();
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.contains("No required SSL certificate was sent")) {
            return Optional.of(MISSING);
        }
        return text.contains("The SSL certificate error") ? Optional.of(REFUSED) : Optional.empty();
    }
}
