package io.github.precheckwatcher.notify.email;

import io.github.precheckwatcher.secret.SecretText;
import io.quarkus.mailer.runtime.MailerRuntimeConfig;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads {@code quarkus.mailer.*} for clients of our own, one a mail. Quarkus's single client sets no idle timeout, and
 * Vert.x's pool of connections loses a place for good when the server closes, or says nothing, before its greeting: after
 * ten such the mailer would be dead until a restart.
 */
final class SmtpSettings {
    private SmtpSettings() {}

    /**
     * What the client of one mail is made of.
     *
     * @param silence how long the server may say nothing, > 0
     * @param recipients how many the mail has, > 0
     */
    static MailConfig of(MailerRuntimeConfig mailer, TlsConfigurationRegistry tls, Duration silence, int recipients) {
        var config = new MailConfig()
                .setHostname(mailer.host())
                .setDisableEsmtp(mailer.disableEsmtp())
                .setLogin(LoginOption.valueOf(mailer.login().toUpperCase(Locale.ROOT)))
                .setStarttls(StartTLSOptions.valueOf(mailer.startTLS().toUpperCase(Locale.ROOT)))
                .setMultiPartOnly(mailer.multiPartOnly())
                .setPipelining(mailer.pipelining())
                // one address that its server refuses must not keep the others from being told
                .setAllowRcptErrors(recipients > 1)
                .setKeepAlive(false)
                .setMaxPoolSize(1)
                .setPoolCleanerPeriod(0)
                .setIdleTimeout(millis(silence))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setConnectTimeout(millis(silence));
        mailer.port().ifPresent(config::setPort);
        mailer.authMethods().ifPresent(config::setAuthMethods);
        mailer.ownHostName().ifPresent(config::setOwnHostname);
        mailer.username().ifPresent(config::setUsername);
        mailer.password().map(SmtpSettings::password).ifPresent(config::setPassword);
        mailer.ntlm().domain().ifPresent(config::setNtDomain);
        mailer.ntlm().workstation().ifPresent(config::setWorkstation);
        secure(config, mailer, tls);
        return config;
    }

    /** By the rules of every secret: a line end behind it would be refused by the server as a wrong password, for ever. */
    private static String password(String written) {
        SecretText.Content content = SecretText.line(written);
        if (content instanceof SecretText.Unusable unusable) {
            throw new IllegalArgumentException("quarkus.mailer.password " + unusable.why());
        }
        return ((SecretText.Usable) content).text();
    }

    /** As Quarkus does: a named TLS configuration means TLS unless {@code tls} says no. */
    @SuppressWarnings("deprecation") // the old keys ssl and trust-all still do what they say
    private static void secure(MailConfig config, MailerRuntimeConfig mailer, TlsConfigurationRegistry tls) {
        Optional<TlsConfiguration> named = mailer.tlsConfigurationName()
                .map(name -> tls.get(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "quarkus.mailer.tls-configuration-name names no configuration of quarkus.tls")));
        named.ifPresent(some -> TlsConfigUtils.configure(config, some));
        config.setSsl(mailer.tls().orElse(mailer.ssl() || named.isPresent()));
        mailer.trustAll().ifPresent(config::setTrustAll);
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
