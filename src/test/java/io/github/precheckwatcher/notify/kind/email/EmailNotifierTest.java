package io.github.precheckwatcher.notify.kind.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.precheckwatcher.Golden;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType.Mistake;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a well-kept mail server, and against one that misbehaves; no password is logged or said. */
class EmailNotifierTest extends MailServerOpening {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void a_mail_arrives_with_the_outcome_and_the_name_first() throws Exception {
        var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        try {
            Notifier notifier = open(
                    settings(LONG, "dba@example.com", "Anna <anna@example.com>"),
                    MailServers.at(greenMail.getSmtp().getPort()));

            assertThat(send(notifier, delivery())).isEqualTo(new Delivered(250));
            assertThat(send(notifier, delivery())).isEqualTo(new Delivered(250));

            MimeMessage[] mails = greenMail.getReceivedMessages();
            assertThat(mails).hasSize(4);
            MimeMessage mail = mails[0];
            assertThat(mail.getSubject()).startsWith("WARNING").contains("orders-db");
            assertThat(mail.getFrom()[0].toString()).isEqualTo("Prechecks <prechecks@example.com>");
            assertThat(mail.getHeader("To", ",")).contains("dba@example.com").contains("anna@example.com");
            assertThat(mail.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
            assertThat(mail.getHeader("X-Auto-Response-Suppress", ",")).isEqualTo("All");
            assertThat(mail.getSentDate().toInstant())
                    .isEqualTo(delivery().since().truncatedTo(ChronoUnit.SECONDS));
            String text = ((String) mail.getContent()).replace("\r\n", "\n");
            Golden.assertText("notify/email/warning.txt", text.strip());
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
            Notifier notifier =
                    open(settings, MailServers.at(greenMail.getSmtp().getPort()));

            assertThat(send(notifier, delivery(Page.failed(), settings))).isEqualTo(new Delivered(250));

            MimeMessage mail = greenMail.getReceivedMessages()[0];
            String text = ((String) mail.getContent()).replace("\r\n", "\n");
            Page.of("email").assertMessage(Language.EN, "Subject: " + mail.getSubject() + "\n\n" + text.strip());
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void a_server_that_greets_at_once_never_keeps_a_mail_waiting() {
        Notifier notifier = open(settings(LONG, "dba@example.com"));

        for (int i = 0; i < 200; i++) {
            assertThat(send(notifier, delivery())).isEqualTo(new Delivered(250));
        }
        assertThat(server.mails()).hasSize(200);
        assertThat(server.commands()).contains("EHLO watcher.example.com");
    }

    @Test
    void every_attempt_sends_the_same_text_and_headers() {
        NotifierSettings settings = settings(LONG, "dba@example.com", "李娜 <lina@example.com>");
        Notifier notifier = open(settings);

        send(notifier, delivery());
        send(open(settings), delivery());

        assertThat(server.mails()).hasSize(2);
        assertThat(server.mails().get(0)).isEqualTo(server.mails().get(1)).contains("Date: ");
    }

    @Test
    void mails_of_one_watch_are_one_thread_and_others_stand_alone() {
        Message first = Notifications.message("e1");
        Message second = Notifications.message("e2");
        NotifierSettings settings = settings(LONG, "dba@example.com");
        Notifier notifier = open(settings);

        send(notifier, delivery(first, settings));
        send(notifier, delivery(second, settings));
        send(notifier, delivery(Messages.operator(), settings));

        String reference = header(server.mails().get(0), "References");
        assertThat(reference).startsWith("<watch-").endsWith("@example.com>");
        assertThat(header(server.mails().get(0), "In-Reply-To")).isEqualTo(reference);
        assertThat(header(server.mails().get(1), "References")).isEqualTo(reference);
        assertThat(header(server.mails().get(1), "Message-ID")).isEqualTo("<e2@example.com>");
        assertThat(server.mails().get(2)).doesNotContain("References").doesNotContain("In-Reply-To");
    }

    @Test
    void whatever_a_name_holds_the_headers_stay_ours() {
        Message message = Notifications.message("e1");
        var evil = new Message(
                message.id(),
                message.type(),
                "db\r\nBcc: all@example.com\r\n\r\nhello",
                message.status(),
                message.occurredAt(),
                message.event()
                        .replace("orders-db", "db\\r\\nBcc: all@example.com\\r\\n\\r\\nhello 数据库")
                        .replace("0d3f9a5e-0000-4000-8000-00000000000a", "w1>\\r\\nBcc: all@example.com"));
        NotifierSettings settings = settings(LONG, "dba@example.com");

        send(open(settings), delivery(evil, settings));

        String headers = server.mails().get(0).split("\r\n\r\n")[0];
        assertThat(headers.lines()).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("hello"));
        assertThat(recipients()).containsExactly("RCPT TO:<dba@example.com>");
    }

    @Test
    void lines_that_begin_with_a_dot_or_are_very_long_arrive_whole() {
        NotifierSettings settings = settings(LONG, "dba@example.com");
        String body = "{\"subject\":\"s\",\"text\":\".\\n.dot\\n" + "x".repeat(3000) + "\\nend\"}";
        Message message = Notifications.message("e1");
        var delivery = new Delivery("d", message, "mail", body, message.occurredAt(), 0, 1);

        assertThat(send(open(settings), delivery)).isEqualTo(new Delivered(250));

        String mail = server.mails().get(0);
        assertThat(mail.lines().allMatch(line -> line.length() <= 998)).isTrue();
        String text = mail.substring(mail.indexOf("\r\n\r\n") + 4).replace("=\r\n", "");
        assertThat(text.lines()).containsSequence(".", ".dot", "x".repeat(3000), "end");
    }

    @Test
    void bounces_go_where_the_configuration_says_and_a_domain_in_other_letters_as_dns_knows_it() {
        NotifierSettings settings = settings(LONG, "李娜 <lina@例子.公司>");

        assertThat(send(open(settings, MailServers.at(server.port()).bounce("bounces@example.com")), delivery()))
                .isEqualTo(new Delivered(250));

        assertThat(server.commands()).contains("MAIL FROM:<bounces@example.com>");
        assertThat(recipients()).containsExactly("RCPT TO:<lina@xn--fsqu00a.xn--55qx5d>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END"})
    void whatever_a_server_does_not_end_ends_with_the_timeout_and_leaves_no_connection(String command) {
        for (String misbehaviour : List.of(FakeSmtpServer.SILENCE, FakeSmtpServer.DRIP)) {
            server.answer(command, misbehaviour);
            Notifier notifier = open(
                    settings(SHORT, "dba@example.com"),
                    MailServers.at(server.port()).login(false, "PLAIN"));
            long start = System.nanoTime();

            assertThat(send(notifier, delivery())).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.error()).matches("the mail server did not end its .* within 500ms");
                assertThat(failed.remedy()).isPresent();
            });

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.multipliedBy(4));
            await().until(() -> server.openConnections() == 0);
        }
        server.answerWell(command);
        assertThat(send(open(settings(LONG, "dba@example.com")), delivery())).isEqualTo(new Delivered(250));
    }

    @Test
    void an_answer_without_end_fills_no_memory() {
        server.answer("EHLO", FakeSmtpServer.FLOOD);

        assertThat(send(open(settings(LONG, "dba@example.com")), delivery()))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error()).isEqualTo("the mail server's answers do not end"));
        await().until(() -> server.openConnections() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, giving its greeting",
        "EHLO, giving its answer to EHLO",
        "MAIL, giving its answer to the sender (MAIL FROM)",
        "RCPT, giving its answer to a recipient (RCPT TO)",
        "DATA, giving its answer to DATA",
        "END, giving its answer to the mail's text"
    })
    void a_closed_connection_is_a_failure(String command, String instead) {
        server.answer(command, FakeSmtpServer.CLOSE);

        assertThat(send(open(settings(LONG, "dba@example.com")), delivery()))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.status()).isEmpty();
                    assertThat(failed.error()).isEqualTo("the mail server closed the connection instead of " + instead);
                });
    }

    @Test
    void an_attempt_that_is_cancelled_closes_its_connection() {
        server.answer("DATA", FakeSmtpServer.SILENCE);
        Cancellable attempt = open(settings(LONG, "dba@example.com"))
                .send(delivery())
                .subscribe()
                .with(result -> {});
        await().until(() -> server.commands().contains("DATA"));

        attempt.cancel();

        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void no_server_is_a_failure() throws Exception {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        assertThat(send(open(settings(LONG, "dba@example.com"), MailServers.at(port)), delivery()))
                .isEqualTo(new Failed(
                        Optional.empty(),
                        "no mail server listens at 127.0.0.1:" + port + " (connection refused)",
                        Optional.of("check quarkus.mailer.host and port; see that the mail server runs")));
    }

    @Test
    void mails_that_are_sent_together_all_arrive_and_leave_no_connection() {
        Notifier notifier = open(settings(LONG, "dba@example.com"));

        List<AttemptResult> results = IntStream.range(0, 40)
                .mapToObj(i -> notifier.send(delivery()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        all -> Uni.join().all(all).andFailFast().await().atMost(LONG)));

        assertThat(results).hasSize(40).containsOnly(new Delivered(250));
        assertThat(server.mails()).hasSize(40);
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void more_mails_than_threads_are_a_failure_that_is_tried_again() {
        server.answer("MAIL", FakeSmtpServer.SILENCE);
        Notifier notifier = open(settings(Duration.ofSeconds(3), "dba@example.com"));

        List<AttemptResult> results = IntStream.range(0, 70)
                .mapToObj(i -> notifier.send(delivery()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        all -> Uni.join().all(all).andFailFast().await().atMost(LONG)));

        assertThat(results).hasSize(70).allMatch(Failed.class::isInstance);
        assertThat(server.mostConnections()).isLessThanOrEqualTo(64);
        assertThat(results)
                .filteredOn(result -> ((Failed) result).error().equals("too many mails are under way"))
                .hasSizeBetween(1, 6);
    }

    @Test
    void without_a_mail_server_it_does_not_start() {
        NotifierSettings settings = settings(LONG, "dba@example.com");
        var none = new SmtpMailSender(() -> Optional.empty(), name -> Optional.empty());
        assertThatThrownBy(() -> new EmailType().open(settings, context(Optional.of(none))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quarkus.mailer.from");
        assertThatThrownBy(() -> new EmailType().open(settings, context(Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open(settings, MailServers.at(server.port()).tls("nobody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls-configuration-name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dba@example.com",
                "Anna Li <anna.li+db@sub.example.com>",
                "李娜 <lina@example.com>",
                "lina@例子.公司",
                "root@localhost",
                "dba@[192.0.2.1]"
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
                "a@",
                "a@b..c",
                "a@b c",
                "李 娜@example.com"
            })
    void what_is_no_address_is_refused_without_being_shown(String address) {
        assertThat(new EmailType().mistakes(settings(LONG, "dba@example.com", address)))
                .containsExactly(new Mistake("to", "has an entry that is no mail address like dba@example.com"));
    }

    @Test
    void an_address_that_needs_smtputf8_is_refused_as_such_and_one_that_stands_twice_too() {
        assertThat(new EmailType().mistakes(settings(LONG, "李@example.com")))
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.words()).contains("SMTPUTF8"));
        assertThat(new EmailType().mistakes(settings(LONG, "dba@example.com", "DBA <dba@example.com>")))
                .containsExactly(new Mistake("to", "has the same address twice"));
    }

    private List<String> recipients() {
        return server.commands().stream()
                .filter(command -> command.startsWith("RCPT"))
                .toList();
    }

    private static String header(String mail, String name) {
        return mail.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    private static AttemptResult send(Notifier notifier, Delivery delivery) {
        return notifier.send(delivery).await().atMost(Duration.ofSeconds(30));
    }

    private Notifier open(NotifierSettings settings) {
        return open(settings, MailServers.at(server.port()));
    }

    private static Notifier open(NotifierSettings settings, MailServers servers) {
        var own = new SmtpMailSender(() -> Optional.of(servers.server()), name -> Optional.empty());
        return new EmailType().open(settings, context(Optional.of(own)));
    }

    private static NotifierContext context(Optional<MailSender> mail) {
        return new NotifierContext("1", vertx, Clock.systemUTC(), Clock.systemUTC(), Optional.empty(), mail);
    }

    private static NotifierSettings settings(Duration timeout, String... to) {
        NotifierSettings s = Notifications.notifier("mail", NotifierKind.EMAIL, Optional.empty(), timeout);
        return SettingsBuilder.of(s).recipients(to).build();
    }

    private static Delivery delivery() {
        return delivery(Notifications.message("e1"), settings(LONG, "dba@example.com"));
    }

    private static Delivery delivery(Message message, NotifierSettings settings) {
        return new Delivery(
                "d-e1", message, "mail", new EmailType().render(message, settings), message.occurredAt(), 0, 1);
    }
}
