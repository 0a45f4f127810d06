package io.github.precheckwatcher.notify.kind.email;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The keys under {@code quarkus.mailer}: names and meanings are those of Quarkus's mailer, which is not used. */
@ConfigMapping(prefix = MailerConfig.PREFIX)
public interface MailerConfig {
    /** Above all its keys. */
    String PREFIX = "quarkus.mailer";

    /** The mail server's name or address. */
    @WithDefault("localhost")
    String host();

    /** Its port; absent: 465 with {@code tls}, 587 with {@code start-tls} REQUIRED, else 25. */
    Optional<Integer> port();

    /** The address that mails come from, as {@code a@b} or {@code Name <a@b>}; needed by notifiers of type email. */
    Optional<String> from();

    /** Where the mail server reports what it could not deliver; absent: {@code from}. */
    Optional<String> bounceAddress();

    /** The user to log in as; absent: no login. */
    Optional<String> username();

    /** The user's password; with {@code login} XOAUTH2 an access token. */
    Optional<String> password();

    /** DISABLED: never; NONE: if there is a {@code username} and the server offers it; REQUIRED: no mail without; XOAUTH2: by access token. */
    @WithDefault("NONE")
    LoginMode login();

    /** SASL mechanisms, separated by spaces, the preferred first: PLAIN, LOGIN, DIGEST-MD5, XOAUTH2; absent: the first three. */
    Optional<String> authMethods();

    /** Whether the connection is encrypted by STARTTLS: never, if the server offers it, always; absent: OPTIONAL. */
    Optional<StartTls> startTls();

    /** TLS from the first byte; absent: true where {@code tls-configuration-name} stands without {@code start-tls}. */
    Optional<Boolean> tls();

    /** The name of a configuration under {@code quarkus.tls}: whom to trust, a client's certificate; for STARTTLS too. */
    Optional<String> tlsConfigurationName();

    /** How this program names its host to the mail server; absent: by the host's own name. */
    Optional<String> ownHostName();

    /** When to log in. */
    enum LoginMode {
        DISABLED,
        NONE,
        REQUIRED,
        XOAUTH2
    }

    /** When to use STARTTLS. */
    enum StartTls {
        DISABLED,
        OPTIONAL,
        REQUIRED
    }
}
