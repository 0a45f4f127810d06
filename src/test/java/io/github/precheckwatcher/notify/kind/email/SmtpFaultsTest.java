package io.github.precheckwatcher.notify.kind.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.MailSender.Fault;
import io.github.precheckwatcher.notify.MailSender.Mail;
import io.github.precheckwatcher.notify.MailSender.Sent;
import io.github.precheckwatcher.notify.kind.email.MailServer.Security;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import io.quarkus.tls.TlsConfiguration;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each thing that can go wrong at a mail server, by a real exchange: what is said of it, and the remedy. */
class SmtpFaultsTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    private FakeSmtpServer server;

    @BeforeAll
    static void certificates() {
        certificates = Certificates.in(folder);
    }

    @BeforeEach
    void start() {
        server = FakeSmtpServer.started();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECT | 421 4.3.2 too busy    | takes no connection now: SMTP 421 4.3.2 too busy | tried again",
                "CONNECT | 554 5.7.1 go away     | refuses this host: SMTP 554 5.7.1 go away | accept this host's address",
                "MAIL    | 451 4.3.0 try again   | refused the sender prechecks@example.com: SMTP 451 | tried again",
                "MAIL    | 550 5.7.1 not yours   | refused the sender prechecks@example.com: SMTP 550 | quarkus.mailer.from",
                "MAIL    | 530 5.7.0 log in      | wants a login or encryption first: SMTP 530 | quarkus.mailer.username",
                "MAIL    | 552 5.3.4 too big     | larger than the mail server takes, or the mailbox is full: SMTP 552 | size limit",
                "DATA    | 452 4.3.1 no room     | before its text (DATA): SMTP 452 4.3.1 no room | tried again",
                "DATA    | 554 5.5.1 no          | before its text (DATA): SMTP 554 5.5.1 no | log",
                "END     | 552 5.3.4 too big     | larger than the mail server takes, or the mailbox is full: SMTP 552 | size limit",
                "END     | 554 5.7.1 spam        | after its text: SMTP 554 5.7.1 spam | filter",
                "END     | 451 4.7.0 queued up   | after its text: SMTP 451 4.7.0 queued up | tried again",
            })
    void a_refusal_says_at_what_and_what_to_do(String command, String answer, String error, String remedy) {
        server.answer(command, answer);

        Fault fault = fault(MailServers.at(server.port()));

        assertThat(fault.status()).contains(Integer.parseInt(answer.substring(0, 3)));
        assertThat(fault.error()).contains(error);
        assertThat(fault.remedy()).contains(remedy);
    }

    @Test
    void a_refused_own_name_says_how_to_give_another() {
        server.answer("EHLO", "504 5.5.2 need a full name").answer("HELO", "504 5.5.2 need a full name");

        Fault fault = fault(MailServers.at(server.port()));

        assertThat(fault.error())
                .isEqualTo("the mail server refused this host's name watcher.example.com (EHLO): SMTP 504 5.5.2 need a"
                        + " full name");
        assertThat(fault.remedy()).contains("quarkus.mailer.own-host-name");
    }

    @Test
    void a_server_that_has_no_time_at_ehlo_is_asked_again() {
        server.answer("EHLO", "421 4.4.2 later").answer("HELO", FakeSmtpServer.CLOSE);

        Fault fault = fault(MailServers.at(server.port()));

        assertThat(fault.error()).contains("(EHLO): SMTP 421 4.4.2 later");
        assertThat(fault.remedy()).contains("tried again");
    }

    @Test
    void a_server_that_knows_helo_alone_gets_its_mails() {
        server.answer("EHLO", "502 what");

        assertThat(send(MailServers.at(server.port()))).isEqualTo(Sent.ALL);
    }

    @Test
    void a_refusal_stays_one_though_the_server_closes_at_once() {
        server.answer("END", "554 5.7.1 spam")
                .answer("RSET", FakeSmtpServer.CLOSE)
                .answer("QUIT", FakeSmtpServer.SILENCE);

        assertThat(fault(MailServers.at(server.port())).error()).contains("SMTP 554 5.7.1 spam");
        assertThat(server.commands()).doesNotContain("RSET");
    }

    @Test
    void a_server_that_is_slow_to_say_goodbye_has_the_mail_nevertheless() {
        server.answer("QUIT", FakeSmtpServer.SILENCE);

        assertThat(send(MailServers.at(server.port()))).isEqualTo(Sent.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "535 5.7.8 bad   | check quarkus.mailer.username and password",
                "534 5.7.9 weak  | auth-methods",
                "538 5.7.11 enc  | quarkus.mailer.start-tls: REQUIRED",
                "454 4.7.0 later | tried again"
            })
    void a_refused_login_is_said_without_the_words_that_may_repeat_the_password(String answer, String remedy) {
        String encoded = Base64.getEncoder()
                .encodeToString(("\0watcher\0" + MailServers.PASSWORD).getBytes(StandardCharsets.UTF_8));
        server.answer("AUTH", answer + ' ' + encoded + ' ' + MailServers.PASSWORD);

        Fault fault = fault(MailServers.at(server.port()).login(false, "PLAIN"));

        assertThat(fault.error())
                .isEqualTo(
                        "the mail server refused the login of quarkus.mailer.username: SMTP " + answer.substring(0, 3));
        assertThat(fault.remedy()).contains(remedy);
    }

    @Test
    void a_password_that_a_later_answer_repeats_is_not_shown() {
        server.answer("MAIL", "550 no mails for " + MailServers.PASSWORD);

        Fault fault = fault(MailServers.at(server.port()).login(false, "PLAIN"));

        assertThat(fault.error()).contains("SMTP 550").doesNotContain(MailServers.PASSWORD);
    }

    @Test
    void a_login_that_the_server_does_not_offer_is_left_out_or_demanded() {
        server.answer("EHLO", "250 stand-in");

        assertThat(send(MailServers.at(server.port()).login(false, "PLAIN"))).isEqualTo(Sent.ALL);

        Fault fault = fault(MailServers.at(server.port()).login(true, "PLAIN"));
        assertThat(fault.error()).isEqualTo("the mail server offers no login, which quarkus.mailer.login demands");
        assertThat(fault.remedy()).contains("start-tls: REQUIRED");
    }

    @Test
    void a_server_with_other_login_methods_is_named_so() {
        server.answer("EHLO", "250-stand-in\r\n250 AUTH GSSAPI");

        Fault fault = fault(MailServers.at(server.port()).login(false, "PLAIN", "LOGIN"));

        assertThat(fault.error()).contains("none of the login methods that quarkus.mailer.auth-methods names");
    }

    @Test
    void something_that_is_no_mail_server_is_named_so() {
        server.answer("CONNECT", "HTTP/1.1 400 Bad Request");

        Fault fault = fault(MailServers.at(server.port()));

        assertThat(fault.error()).isEqualTo("what answers at 127.0.0.1:" + server.port() + " is no mail server (SMTP)");
        assertThat(fault.remedy()).contains("quarkus.mailer.port");
    }

    @Test
    void a_host_that_nobody_knows_is_named_so() {
        assertThat(fault(MailServers.at("mail.example.invalid", 25)).error())
                .isEqualTo("the mail server's host name mail.example.invalid is not known");
    }

    @Test
    void a_connection_that_nobody_accepts_ends_with_the_timeout() throws IOException {
        // with a backlog of one that is full, Linux answers no further request for a connection
        try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var fillers = new java.util.ArrayList<java.net.Socket>();
            try {
                for (int i = 0; i < 4; i++) {
                    var filler = new java.net.Socket();
                    fillers.add(filler);
                    try {
                        filler.connect(full.getLocalSocketAddress(), 100);
                    } catch (java.net.SocketTimeoutException e) {
                        break;
                    }
                }
                Fault fault = send(MailServers.at(full.getLocalPort()), Optional.empty(), Duration.ofMillis(500))
                        .fault()
                        .orElseThrow();
                assertThat(fault.error()).contains("no connection to the mail server 127.0.0.1:");
                assertThat(fault.remedy()).contains("firewalls");
            } finally {
                for (var filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "STARTTLS_IF_OFFERED", "TLS"})
    void a_certificate_of_the_authority_that_is_trusted_is_taken(Security security) {
        serve(security, certificates.context(-1, 3, "ip:127.0.0.1"));

        assertThat(send(secured(security), Optional.of(trust(certificates.trusting(), false))))
                .isEqualTo(Sent.ALL);

        assertThat(server.mails()).hasSize(1);
        assertThat(server.commands().contains("STARTTLS")).isEqualTo(security != Security.TLS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Security.class,
            names = {"STARTTLS", "STARTTLS_IF_OFFERED", "TLS"})
    void a_certificate_that_does_not_fit_is_named_for_what_it_is(Security security) {
        Optional<TlsConfiguration> trusting = Optional.of(trust(certificates.trusting(), false));

        serve(security, certificates.context(-10, 3, "ip:127.0.0.1"));
        Fault expired = fault(secured(security), trusting);
        serve(security, certificates.context(2, 3, "ip:127.0.0.1"));
        Fault early = fault(secured(security), trusting);
        serve(security, certificates.context(-1, 3, "dns:mail.example.com"));
        Fault otherName = fault(secured(security), trusting);
        serve(security, Certificates.unsignedContext());
        Fault unsigned = fault(secured(security), trusting);
        serve(security, certificates.context(-1, 3, "ip:127.0.0.1"));
        Fault unknown = fault(secured(security), Optional.empty());

        assertThat(expired.error()).startsWith("the mail server's certificate has expired (NotAfter: ");
        assertThat(early.error()).startsWith("the mail server's certificate is not valid yet (NotBefore: ");
        assertThat(early.remedy()).contains("clock");
        assertThat(otherName.error()).isEqualTo("the mail server's certificate is not for the name 127.0.0.1");
        assertThat(otherName.remedy()).contains("quarkus.mailer.host");
        for (Fault untrusted : List.of(unsigned, unknown)) {
            assertThat(untrusted.error())
                    .isEqualTo("the mail server's certificate is signed by nobody who is trusted here");
            assertThat(untrusted.remedy()).contains("trust-store.pem.certs", "tls-configuration-name");
        }
        assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void a_configuration_that_trusts_all_or_checks_no_name_takes_another_name() {
        serve(Security.STARTTLS, certificates.context(-1, 3, "dns:mail.example.com"));

        assertThat(send(secured(Security.STARTTLS), Optional.of(trust(certificates.trusting(), true))))
                .isEqualTo(Sent.ALL);
    }

    @Test
    void a_server_without_starttls_gets_a_mail_only_where_that_is_allowed() {
        Fault fault = fault(secured(Security.STARTTLS));

        assertThat(fault.error())
                .isEqualTo("the mail server offers no STARTTLS, which quarkus.mailer.start-tls demands");
        assertThat(fault.remedy()).contains("587", "OPTIONAL");
        assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
        assertThat(send(secured(Security.STARTTLS_IF_OFFERED))).isEqualTo(Sent.ALL);
    }

    @Test
    void a_server_that_refuses_its_own_starttls_is_named_so() {
        serve(Security.STARTTLS, Certificates.unsignedContext());
        server.answer("STARTTLS", "454 4.7.0 TLS not available");

        Fault fault = fault(secured(Security.STARTTLS));

        assertThat(fault.error()).isEqualTo("the mail server refused STARTTLS: SMTP 454 4.7.0 TLS not available");
    }

    @Test
    void tls_from_the_first_byte_at_a_server_without_it_is_named_so() {
        Fault fault = fault(secured(Security.TLS));

        assertThat(fault.error()).contains("does not speak TLS");
        assertThat(fault.remedy()).contains("465", "start-tls");
    }

    @Test
    void a_server_that_waits_for_tls_gets_no_mail_in_clear() {
        serve(Security.TLS, Certificates.unsignedContext());

        Fault fault = send(secured(Security.NONE), Optional.empty(), Duration.ofMillis(500))
                .fault()
                .orElseThrow();

        assertThat(fault.error()).isEqualTo("the mail server did not end its greeting within 500ms");
        assertThat(fault.remedy()).contains("465 with tls: true");
    }

    @Test
    void a_handshake_without_end_ends_with_the_timeout() {
        server.answer("CONNECT", FakeSmtpServer.SILENCE);

        Fault fault = send(secured(Security.TLS), Optional.empty(), Duration.ofMillis(500))
                .fault()
                .orElseThrow();

        assertThat(fault.error()).isEqualTo("the mail server did not end the TLS handshake within 500ms");
    }

    @Test
    void what_is_said_in_clear_behind_the_answer_to_starttls_is_no_answer_of_the_encrypted_server() {
        serve(Security.STARTTLS, certificates.context(-1, 3, "ip:127.0.0.1"));
        server.answer("STARTTLS", "220 go on\r\n250-forged\r\n250 AUTH PLAIN")
                .answer("EHLO", "250-stand-in\r\n250 STARTTLS");

        Sent sent = send(
                secured(Security.STARTTLS).login(false, "PLAIN"), Optional.of(trust(certificates.trusting(), false)));

        // the forged answer would have made it send the password
        assertThat(sent.fault().map(Fault::error).orElse("")).doesNotContain("AUTH");
        assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    private void serve(Security security, SSLContext context) {
        if (security == Security.TLS) {
            server.encrypt(context);
        } else {
            server.offer(context);
        }
    }

    private MailServers secured(Security security) {
        return MailServers.at(server.port()).security(security);
    }

    private static Fault fault(MailServers servers) {
        return fault(servers, Optional.empty());
    }

    private static Fault fault(MailServers servers, Optional<TlsConfiguration> tls) {
        return send(servers, tls).fault().orElseThrow();
    }

    private static Sent send(MailServers servers) {
        return send(servers, Optional.empty());
    }

    private static Sent send(MailServers servers, Optional<TlsConfiguration> tls) {
        return send(servers, tls, Duration.ofSeconds(20));
    }

    private static Sent send(MailServers servers, Optional<TlsConfiguration> tls, Duration timeout) {
        MailServers named = tls.isPresent() ? servers.tls("mail") : servers;
        try (var sender = new SmtpMailSender(() -> Optional.of(named.server()), name -> tls)) {
            var mail = new Mail(
                    "e1",
                    Optional.empty(),
                    Instant.parse("2026-11-24T08:15:30Z"),
                    List.of("dba@example.com"),
                    List.of("dba@example.com"),
                    "subject",
                    "text");
            return sender.send(mail, timeout).await().atMost(Duration.ofSeconds(30));
        }
    }

    /** As Quarkus's, of which a mail needs these three. */
    private static TlsConfiguration trust(SSLContext context, boolean anyName) {
        return (TlsConfiguration) Proxy.newProxyInstance(
                TlsConfiguration.class.getClassLoader(),
                new Class<?>[] {TlsConfiguration.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "createSSLContext" -> context;
                    case "isTrustAll" -> false;
                    case "getHostnameVerificationAlgorithm" -> anyName ? Optional.of("NONE") : Optional.empty();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
