package io.github.precheckwatcher.notify.kind.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.AttemptResult.Partial;
import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.MailSender.Reply;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each recipient of a mail has a fate of its own; at a server that says what the test wants. */
class RecipientsTest extends MailServerOpening {
    private static final String DBA = "dba@example.com";
    private static final String SLOW = "slow@example.com";

    /** Ends in the address of the other. */
    private static final String GONE = "gone.dba@example.com";

    @Test
    void one_that_is_greylisted_gets_the_mail_later_and_the_other_only_once() {
        server.answer("RCPT " + SLOW, "451 4.7.1 greylisted, come back");
        Notifier notifier = open(DBA, SLOW);

        AttemptResult first = send(notifier, Optional.empty());

        assertThat(first).isInstanceOfSatisfying(Partial.class, partial -> {
            assertThat(partial.status()).contains(250);
            assertThat(partial.error())
                    .isEqualTo("not taken yet for slow@example.com (SMTP 451 4.7.1 greylisted, come back)");
            assertThat(partial.sign()).isEqualTo(Sign.TOOK);
            assertThat(partial.reached()).isTrue();
        });

        // as after a restart: another notifier, and what the store kept
        AttemptResult second = send(open(DBA, SLOW), progress(first));
        assertThat(second).isInstanceOfSatisfying(Partial.class, partial -> {
            assertThat(partial.status()).contains(451);
            assertThat(partial.sign()).isEqualTo(Sign.NOTHING);
            assertThat(partial.reached()).isTrue();
        });

        server.answer("RCPT " + SLOW, "250 now");
        assertThat(send(open(DBA, SLOW), progress(second))).isEqualTo(new Delivered(250));

        assertThat(recipients())
                .containsExactly(
                        "RCPT TO:<" + DBA + ">",
                        "RCPT TO:<" + SLOW + ">",
                        "RCPT TO:<" + SLOW + ">",
                        "RCPT TO:<" + SLOW + ">");
        assertThat(server.mails()).hasSize(2);
        assertThat(server.mails().get(0)).isEqualTo(server.mails().get(1));
    }

    @Test
    void one_that_is_refused_is_said_with_its_address_and_the_servers_words_and_the_other_has_the_mail() {
        server.answer("RCPT " + GONE, "550 5.1.1 no such user");

        AttemptResult result = send(open(GONE, DBA), Optional.empty());

        assertThat(result)
                .isEqualTo(new Delivered(
                        Optional.of(250),
                        Optional.of("refused for gone.dba@example.com (SMTP 550 5.1.1 no such user)")));
        assertThat(server.mails()).hasSize(1);
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("WARN mail "))
                .containsExactly("WARN mail notifier=mail recipient=gone.dba@example.com state=REFUSED event=e1"
                        + " said=\"SMTP 550 5.1.1 no such user\""
                        + " remedy=\"correct the address in the notifier's to, or take it out\"");
    }

    @Test
    void a_refused_recipient_is_logged_when_that_begins_changes_and_ends() {
        Notifier notifier = open(GONE, DBA);
        server.answer("RCPT " + GONE, "550 5.1.1 no such user");
        send(notifier, Optional.empty());
        send(notifier, Optional.empty());
        server.answer("RCPT " + GONE, "452 4.2.2 full");
        send(notifier, Optional.empty());
        server.answer("RCPT " + GONE, "250 yes");
        send(notifier, Optional.empty());
        send(notifier, Optional.empty());

        assertThat(log.lines().stream().filter(line -> line.contains(" mail notifier=mail recipient=" + GONE)))
                .extracting(line -> line.replaceAll(".* state=(\\w+) .*", "$1"))
                .containsExactly("REFUSED", "DEFERRED", "OK");
    }

    @Test
    void all_that_are_refused_end_the_delivery_with_every_address() {
        server.answer("RCPT", "550 5.1.1 no such user");

        assertThat(send(open(DBA, GONE), Optional.empty())).isInstanceOfSatisfying(Gone.class, gone -> {
            assertThat(gone.status()).isEqualTo(550);
            assertThat(gone.words())
                    .isEqualTo("the mail server refused every recipient: dba@example.com (SMTP 550 5.1.1 no such user),"
                            + " gone.dba@example.com (SMTP 550 5.1.1 no such user)");
            assertThat(gone.remedy()).contains("correct the address in the notifier's to, or take it out");
        });
        assertThat(server.commands()).doesNotContain("DATA");
    }

    @Test
    void one_refused_and_one_put_off_goes_on_for_that_one_and_ends_by_its_end() {
        server.answer("RCPT " + GONE, "550 5.1.1 no such user").answer("RCPT " + SLOW, "450 4.2.0 later");

        AttemptResult first = send(open(GONE, SLOW), Optional.empty());
        assertThat(first).isInstanceOfSatisfying(Partial.class, partial -> {
            assertThat(partial.reached()).isFalse();
            assertThat(partial.error())
                    .isEqualTo("not taken yet for slow@example.com (SMTP 450 4.2.0 later); never:"
                            + " gone.dba@example.com (SMTP 550 5.1.1 no such user)");
        });
        assertThat(server.commands()).doesNotContain("DATA");

        server.answer("RCPT " + SLOW, "550 5.2.1 disabled");
        assertThat(send(open(GONE, SLOW), progress(first)))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.words()).contains(GONE, SLOW));

        server.answer("RCPT " + SLOW, "250 yes");
        assertThat(send(open(GONE, SLOW), progress(first)))
                .isInstanceOfSatisfying(
                        Delivered.class,
                        delivered -> assertThat(delivered.note())
                                .contains("refused for gone.dba@example.com (SMTP 550 5.1.1 no such user)"));
    }

    @Test
    void all_that_are_put_off_are_a_failure_with_their_words() {
        server.answer("RCPT", "451 4.7.1 greylisted");

        assertThat(send(open(DBA, SLOW), Optional.empty())).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status()).contains(451);
            assertThat(failed.error())
                    .isEqualTo("not taken yet for dba@example.com (SMTP 451 4.7.1 greylisted),"
                            + " slow@example.com (SMTP 451 4.7.1 greylisted)");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATA", "END"})
    void a_refused_text_reaches_nobody_and_forgets_no_refused_recipient(String command) {
        server.answer("RCPT " + GONE, "550 5.1.1 no such user").answer(command, "451 4.3.0 later");

        AttemptResult first = send(open(GONE, DBA), Optional.empty());

        assertThat(first).isInstanceOfSatisfying(Partial.class, partial -> {
            assertThat(partial.status()).contains(451);
            assertThat(partial.sign()).isEqualTo(Sign.FAILED);
            assertThat(partial.reached()).isFalse();
            assertThat(partial.error()).contains("SMTP 451 4.3.0 later").contains(GONE);
        });
        server.answerWell(command);
        assertThat(send(open(GONE, DBA), progress(first))).isInstanceOf(Delivered.class);
        assertThat(recipients())
                .containsExactly("RCPT TO:<" + GONE + ">", "RCPT TO:<" + DBA + ">", "RCPT TO:<" + DBA + ">");
    }

    @Test
    void a_server_that_fails_later_takes_nothing_from_those_who_have_the_mail() {
        server.answer("RCPT " + SLOW, "451 greylisted");
        AttemptResult first = send(open(DBA, SLOW), Optional.empty());
        server.answer("CONNECT", FakeSmtpServer.CLOSE);

        AttemptResult second = send(open(DBA, SLOW), progress(first));

        assertThat(second).isInstanceOfSatisfying(Partial.class, partial -> {
            assertThat(partial.reached()).isTrue();
            assertThat(partial.sign()).isEqualTo(Sign.FAILED);
            assertThat(partial.progress()).isEqualTo(((Partial) first).progress());
        });
    }

    @Test
    void a_recipient_that_the_configuration_lost_is_owed_nothing_and_a_new_one_gets_the_mail() {
        server.answer("RCPT " + SLOW, "451 greylisted");
        AttemptResult first = send(open(DBA, SLOW), Optional.empty());

        assertThat(send(open(DBA), progress(first))).isEqualTo(new Delivered(250));
        assertThat(server.mails()).hasSize(1);

        assertThat(send(open(DBA, "new@example.com"), progress(first))).isEqualTo(new Delivered(250));
        assertThat(recipients()).last().isEqualTo("RCPT TO:<new@example.com>");
    }

    @Test
    void a_connection_that_breaks_amid_the_recipients_reaches_nobody() {
        server.answer("RCPT " + SLOW, FakeSmtpServer.CLOSE);

        assertThat(send(open(DBA, SLOW), Optional.empty())).isInstanceOf(Failed.class);
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void many_recipients_are_each_said_though_the_history_is_bounded() {
        String[] many = IntStream.range(0, 60)
                .mapToObj(i -> "user" + i + "@example.com")
                .toArray(String[]::new);
        for (int i = 1; i < many.length; i++) {
            server.answer("RCPT " + many[i], "550 5.1.1 no such user " + "x".repeat(400));
        }

        AttemptResult result = send(open(many), Optional.empty());

        assertThat(result)
                .isInstanceOfSatisfying(
                        Delivered.class,
                        delivered -> assertThat(delivered.note().orElseThrow()).hasSizeLessThanOrEqualTo(500));
        assertThat(log.lines().stream().filter(line -> line.startsWith("WARN mail ")))
                .hasSize(59);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "450 | 4.2.1 later | false",
                "421 | closing | false",
                "550 | 5.1.1 no such user | true",
                "550 | 5.7.1 relaying denied | true",
                "551 | not local | true",
                "552 | 5.2.2 over quota | true",
                "553 | 5.1.3 bad address | true",
                "554 | 5.7.1 no | true",
                "501 | 5.1.3 bad address syntax | true",
                "501 | syntax | false",
                "503 | bad sequence | false",
                "530 | 5.7.0 log in first | false",
                "504 | 5.5.2 <x>: Helo command rejected: need fully-qualified hostname | false",
                "550 | 5.7.1 <x>: Helo command rejected: Access denied | false",
                "250 | fine | false"
            })
    void what_ends_a_recipient_speaks_of_the_recipient(int code, String words, boolean isFinal) {
        assertThat(SmtpReplies.isFinal(new Reply(code, words))).isEqualTo(isFinal);
    }

    @Test
    void a_name_that_the_server_refuses_at_the_recipient_is_no_fault_of_the_recipients() {
        server.answer("RCPT", "504 5.5.2 <watcher>: Helo command rejected: need fully-qualified hostname");

        assertThat(send(open(DBA), Optional.empty()))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.remedy().orElseThrow()).contains("quarkus.mailer.own-host-name"));
    }

    @Test
    void what_is_kept_is_read_as_it_was_written_and_what_is_unreadable_counts_as_nothing() {
        var fates = new Fates(Set.of(DBA), Map.of(GONE, new Reply(550, "5.1.1 \"no\"\n{such} user")));

        assertThat(Fates.read(Optional.of(fates.write()))).isEqualTo(fates);
        assertThat(Fates.read(Optional.empty())).isEqualTo(Fates.NONE);
        assertThat(Fates.read(Optional.of("{"))).isEqualTo(Fates.NONE);
        assertThat(Fates.read(Optional.of("[1]"))).isEqualTo(Fates.NONE);
        assertThat(fates.owed(List.of(DBA, GONE, SLOW))).containsExactly(SLOW);
    }

    private List<String> recipients() {
        return server.commands().stream()
                .filter(command -> command.startsWith("RCPT"))
                .toList();
    }

    private static Optional<String> progress(AttemptResult result) {
        return Optional.of(((Partial) result).progress());
    }

    private Notifier open(String... to) {
        var sender = new SmtpMailSender(
                () -> Optional.of(MailServers.at(server.port()).server()), name -> Optional.empty());
        return new EmailType()
                .open(
                        settings(to),
                        new NotifierContext(
                                "1",
                                vertx,
                                Clock.systemUTC(),
                                Clock.systemUTC(),
                                Optional.empty(),
                                Optional.of(sender)));
    }

    private static NotifierSettings settings(String... to) {
        NotifierSettings s =
                Notifications.notifier("mail", NotifierKind.EMAIL, Optional.empty(), Duration.ofSeconds(20));
        return SettingsBuilder.of(s).recipients(to).build();
    }

    private static AttemptResult send(Notifier notifier, Optional<String> progress) {
        Message message = Notifications.message("e1");
        String body = new EmailType().render(message, settings(DBA));
        var delivery = new Delivery("d-e1", message, "mail", body, message.occurredAt(), 0, 1, progress);
        return notifier.send(delivery).await().atMost(Duration.ofSeconds(30));
    }
}
