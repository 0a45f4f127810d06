package io.github.precheckwatcher.notify.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierKind;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType.Mistake;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.Wiring;
import io.quarkus.mailer.runtime.MailerRuntimeConfig;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a well-kept mail server, and against one that misbehaves; no password is logged or said. */
class EmailNotifierTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String PASSWORD = "s3cret-password";

    private static Vertx vertx;

    private SmtpStandIn server;
    private LogLines log;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        log = LogLines.ofAll();
        server = SmtpStandIn.started();
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
        String encoded =
                Base64.getEncoder().encodeToString(("\0watcher\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(log.lines()).noneMatch(line -> line.contains(PASSWORD) || line.contains(encoded));
    }

    @Test
    void a_mail_arrives_with_the_outcome_and_the_name_first() throws Exception {
        var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        try {
            Notifier notifier = open(
                    settings(LONG, "dba@example.com", "Anna <anna@example.com>"),
                    Map.of("port", Integer.toString(greenMail.getSmtp().getPort())));

            assertThat(send(notifier, delivery())).isEqualTo(new Delivered(250));
            assertThat(send(notifier, delivery())).isEqualTo(new Delivered(250));

            MimeMessage[] mails = greenMail.getReceivedMessages();
            assertThat(mails).hasSize(4);
            MimeMessage mail = mails[0];
            assertThat(mail.getSubject()).startsWith("WARNING").contains("orders-db");
            assertThat(mail.getFrom()[0].toString()).isEqualTo("Prechecks <prechecks@example.com>");
            assertThat(mail.getHeader("To", ",")).contains("dba@example.com").contains("anna@example.com");
            assertThat(mail.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
            String text = ((String) mail.getContent()).replace("\r\n", "\n");
            assertThat(text.strip()).isEqualTo(text("warning.txt"));
            assertThat(mails).extracting(MimeMessage::getMessageID).containsOnly("<e1@example.com>");
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void the_page_shows_a_mail_as_it_arrives() throws Exception {
        var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        try {
            NotifierSettings settings = settings(LONG, "dba@example.com");
            Notifier notifier = open(
                    settings,
                    Map.of("port", Integer.toString(greenMail.getSmtp().getPort())));

            assertThat(send(notifier, delivery(Page.failed(), settings))).isEqualTo(new Delivered(250));

            MimeMessage mail = greenMail.getReceivedMessages()[0];
            String text = ((String) mail.getContent()).replace("\r\n", "\n");
            Page.of("email").assertMessage(Language.EN, "Subject: " + mail.getSubject() + "\n\n" + text.strip());
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void whatever_a_name_holds_the_headers_stay_ours() {
        Message message = Fixtures.message("e1");
        var evil = new Message(
                message.id(),
                message.type(),
                "db\r\nBcc: all@example.com\r\n\r\nhello",
                message.outcome(),
                message.occurredAt(),
                message.event().replace("orders-db", "db\\r\\nBcc: all@example.com\\r\\n\\r\\nhello 数据库"));
        NotifierSettings settings = settings(LONG, "dba@example.com");

        send(open(settings), delivery(evil, settings));

        String headers = server.mails().get(0).split("\r\n\r\n")[0];
        assertThat(headers.lines()).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("hello"));
        assertThat(server.commands().stream().filter(command -> command.startsWith("RCPT")))
                .containsExactly("RCPT TO:<dba@example.com>");
    }

    @Test
    void lines_that_begin_with_a_dot_or_are_very_long_arrive_whole() {
        NotifierSettings settings = settings(LONG, "dba@example.com");
        String body = "{\"subject\":\"s\",\"text\":\".\\n.dot\\n" + "x".repeat(3000) + "\\nend\"}";
        Message message = Fixtures.message("e1");
        var delivery = new Delivery("d", message, "mail", body, message.occurredAt(), 0, 1);

        assertThat(send(open(settings), delivery)).isEqualTo(new Delivered(250));

        String mail = server.mails().get(0);
        assertThat(mail.lines().allMatch(line -> line.length() <= 998)).isTrue();
        String text = mail.substring(mail.indexOf("\r\n\r\n") + 4).replace("=\r\n", "");
        assertThat(text.lines()).containsSequence(".", ".dot", "x".repeat(3000), "end");
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 come back later, 421",
        "MAIL, 451 try again, 451",
        "RCPT, 550 5.1.1 no such user, 550",
        "DATA, 452 no room, 452",
        "END, 554 looks like spam, 554"
    })
    void a_refusal_is_tried_again_and_says_why(String command, String answer, int code) {
        server.answer(command, answer);

        AttemptResult result = send(open(settings(LONG, "dba@example.com")), delivery());

        assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status()).contains(code);
            assertThat(failed.error()).startsWith("SMTP " + code + ": ").contains(answer.substring(4));
        });
    }

    @Test
    void a_refused_login_says_so_and_never_repeats_what_the_server_does() {
        server.answer("AUTH", "535 5.7.8 cannot let AHdhdGNoZXIA" + PASSWORD + " in");

        AttemptResult result = send(
                open(settings(LONG, "dba@example.com"), Map.of("username", "watcher", "password", PASSWORD)),
                delivery());

        assertThat(result)
                .isEqualTo(new Failed(
                        Optional.of(535),
                        "SMTP 535: the mail server refused login or command; see user name, password and start-tls"));
    }

    @Test
    void one_address_that_is_refused_does_not_keep_the_others_from_being_told() {
        server.answer("RCPT gone@example.com", "550 5.1.1 no such user");

        AttemptResult result = send(open(settings(LONG, "gone@example.com", "dba@example.com")), delivery());

        assertThat(result).isEqualTo(new Delivered(250));
        assertThat(server.mails()).hasSize(1);
        assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN mail event=e1 refused=1 recipients=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END"})
    void silence_ends_with_the_timeout_and_leaves_no_connection(String command) {
        server.answer(command, SmtpStandIn.SILENCE);
        NotifierSettings settings = settings(SHORT, "dba@example.com");
        Notifier notifier = open(settings);

        for (int i = 0; i < 3; i++) {
            assertThat(send(notifier, delivery()))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .matches(
                                            "no end of the mail server's answers within 500ms|the mail server closed the connection"));
        }
        await().until(() -> server.openConnections() == 0);

        server.answerWell(command);
        assertThat(send(notifier, delivery())).isEqualTo(new Delivered(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "MAIL", "DATA", "END"})
    void a_closed_connection_is_a_failure(String command) {
        server.answer(command, SmtpStandIn.CLOSE);

        assertThat(send(open(settings(SHORT, "dba@example.com")), delivery()))
                .isEqualTo(new Failed(
                        Optional.empty(),
                        command.equals("CONNECT")
                                ? "no end of the mail server's answers within 500ms" // Vert.x does not say
                                : "the mail server closed the connection"));
    }

    @Test
    void no_server_is_a_failure() throws Exception {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        assertThat(send(open(settings(LONG, "dba@example.com"), Map.of("port", Integer.toString(port))), delivery()))
                .isEqualTo(new Failed(Optional.empty(), "no connection to the mail server"));
    }

    @Test
    void no_address_that_is_taken_is_a_failure() {
        server.answer("RCPT", "550 5.1.1 no such user");

        assertThat(send(open(settings(LONG, "a@example.com", "b@example.com")), delivery()))
                .isEqualTo(new Failed(Optional.empty(), "the mail server refused every recipient"));
    }

    @Test
    void mails_that_are_sent_together_all_arrive_and_leave_no_connection() {
        Notifier notifier = open(settings(LONG, "dba@example.com"));

        List<AttemptResult> results = IntStream.range(0, 100)
                .mapToObj(i -> notifier.send(delivery()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        all -> Uni.join().all(all).andFailFast().await().atMost(LONG)));

        assertThat(results).hasSize(100).containsOnly(new Delivered(250));
        assertThat(server.mails()).hasSize(100);
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void without_a_sender_address_or_with_keys_that_do_nothing_it_does_not_start() {
        assertThatThrownBy(() -> open(settings(LONG, "dba@example.com"), Map.of("from", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quarkus.mailer.from");
        assertThatThrownBy(() -> open(settings(LONG, "dba@example.com"), Map.of("dkim.enabled", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quarkus.mailer.dkim");
        assertThatThrownBy(() -> open(settings(LONG, "dba@example.com"), Map.of("password", "hunter2\n# remark")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quarkus.mailer.password holds more than one line");
        assertThatThrownBy(() -> new EmailType()
                        .open(settings(LONG, "dba@example.com"), new Wiring("1", vertx, Clock.systemUTC())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dba@example.com",
                "Anna Li <anna.li+db@sub.example.com>",
                "李娜 <lina@example.com>",
                "root@localhost"
            })
    void an_address_is_taken(String address) {
        assertThat(new EmailType().mistakes(settings(LONG, address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dba",
                "a@b, c@d",
                "a@b\r\nBcc: c@d",
                "<a@b>\nx",
                "a b@c",
                "x\ny <a@b>",
                "@example.com",
                "李@example.com"
            })
    void what_is_no_address_is_refused_without_being_shown(String address) {
        assertThat(new EmailType().mistakes(settings(LONG, "dba@example.com", address)))
                .containsExactly(new Mistake("to", "has an entry that is no mail address like dba@example.com"));
    }

    private static AttemptResult send(Notifier notifier, Delivery delivery) {
        return notifier.send(delivery).await().atMost(Duration.ofSeconds(30));
    }

    private Notifier open(NotifierSettings settings) {
        return open(settings, Map.of());
    }

    private Notifier open(NotifierSettings settings, Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(server.port()),
                "from", "Prechecks <prechecks@example.com>"));
        all.putAll(keys);
        var own = new SmtpMailSender(vertx, mailer(all), new NoTls());
        return new EmailType()
                .open(
                        settings,
                        new Wiring(
                                "1", vertx, Clock.systemUTC(), Clock.systemUTC(), Optional.empty(), Optional.of(own)));
    }

    /** As Quarkus reads it. */
    private static MailerRuntimeConfig mailer(Map<String, String> keys) {
        Map<String, String> properties = new HashMap<>();
        keys.forEach((key, value) -> properties.put("quarkus.mailer." + key, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(MailersRuntimeConfig.class)
                .build()
                .getConfigMapping(MailersRuntimeConfig.class)
                .mailers()
                .get("<default>");
    }

    private static NotifierSettings settings(Duration timeout, String... to) {
        NotifierSettings s = Fixtures.notifier("mail", NotifierKind.EMAIL, Optional.empty(), timeout);
        return SettingsBuilder.of(s).recipients(to).build();
    }

    private static Delivery delivery() {
        return delivery(Fixtures.message("e1"), settings(LONG, "dba@example.com"));
    }

    private static Delivery delivery(Message message, NotifierSettings settings) {
        return new Delivery(
                "d-e1", message, "mail", new EmailType().render(message, settings), message.occurredAt(), 0, 1);
    }

    private static String text(String name) throws Exception {
        try (var in = EmailNotifierTest.class.getResourceAsStream("/notify/email/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static final class NoTls implements TlsConfigurationRegistry {
        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException();
        }
    }
}
