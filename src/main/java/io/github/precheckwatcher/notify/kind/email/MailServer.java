package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Secret;
import java.util.List;
import java.util.Optional;

/**
 * The mail server, checked: {@code quarkus.mailer.*}.
 *
 * @param host its name or address
 * @param port 1 to 65535
 * @param from the address that mails come from
 * @param bounce where the server reports what could not be delivered; as {@code from} unless the file says otherwise
 * @param security when the connection is encrypted
 * @param tls the name of a configuration under {@code quarkus.tls}; empty: the JVM's own trust
 * @param login with which name, if any
 * @param ownHostName how this program names its host to the server
 */
public record MailServer(
        String host,
        int port,
        MailAddress from,
        MailAddress bounce,
        Security security,
        Optional<String> tls,
        Optional<Login> login,
        String ownHostName) {
    public MailServer {
        requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
        requireNonNull(from, "from");
        requireNonNull(bounce, "bounce");
        requireNonNull(security, "security");
        requireNonNull(tls, "tls");
        requireNonNull(login, "login");
        requireNonNull(ownHostName, "ownHostName");
    }

    /** When a connection is encrypted. */
    public enum Security {
        NONE,
        /** Once the server has offered STARTTLS, if it does. */
        STARTTLS_IF_OFFERED,
        /** By STARTTLS, before anything else is said. */
        STARTTLS,
        /** From the first byte. */
        TLS
    }

    /**
     * How to log in.
     *
     * @param password the password, or for XOAUTH2 an access token
     * @param methods SASL mechanisms, the preferred first
     * @param required whether a server that offers no login gets no mail
     */
    public record Login(String user, Secret<String> password, List<String> methods, boolean required) {
        /** What Angus Mail can do; those of MD5 and SHA-1 beside them no server needs today. */
        public static final List<String> KNOWN = List.of("PLAIN", "LOGIN", "DIGEST-MD5", "XOAUTH2");

        /** Those that a password is for. */
        public static final List<String> BY_PASSWORD = List.of("PLAIN", "LOGIN", "DIGEST-MD5");

        public Login {
            requireNonNull(user, "user");
            requireNonNull(password, "password");
            methods = List.copyOf(methods);
        }
    }

    /** As people read it. */
    String place() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
