package io.github.precheckwatcher.notify.kind.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.CheckText;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogNotifierTest {
    private final LogNotifier notifier = new LogNotifier("log");
    private final Router router =
            Notifications.router(Notifications.settings(Notifications.log("log")), () -> new UUID(1, 2));

    @Test
    void a_verdict_is_one_line_and_each_check_that_did_not_pass_another() {
        String remedy = CheckCatalog.find("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE")
                .orElseThrow()
                .english()
                .remedy();
        assertThat(written(Notifications.warning()))
                .containsExactly(
                        "INFO verdict watch=orders-db outcome=WARNING checks=4 passed=3 polls=17 took=3m12s"
                                + " task=t-000bc9nqwxsbyvod0001 request=CE500770-42D3-442E-9DDD-156E0F9F3B45",
                        "WARN check watch=orders-db instance=i-wz91c0000000000"
                                + " item=SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE result=WARNING"
                                + " title=\"Recovery mode\" remedy=\"" + remedy.replace("\"", "\\\"") + "\"");
    }

    @Test
    void a_summary_is_one_line() {
        Message summary = Messages.summary();

        assertThat(written(new Delivery("d", summary, "log", summary.event(), Notifications.NOW, 0, 1)))
                .containsExactly("INFO summary since=2026-11-23T08:15:30.123Z ended=6 failed=2 abandoned=1 passed=3"
                        + " attention=3 first=\"orders-db, billing-db\" running=2 oldest=a-db");
    }

    @Test
    void title_and_remedy_are_in_the_notifiers_language() {
        NotifierSettings chinese = SettingsBuilder.of(Notifications.log("log"))
                .wording(Messages.wording(Language.ZH_CN))
                .build();
        String body = NotifierKind.LOG.type().render(Messages.failed(), chinese);
        CheckText binlog = CheckCatalog.find("MYSQL_BINLOG").orElseThrow().chinese();
        assertThat(body).contains(binlog.title(), binlog.remedy());
    }

    @Test
    void an_item_that_nobody_knows_keeps_its_raw_words() {
        assertThat(written(verdict(
                        Outcome.FAILED,
                        Optional.empty(),
                        Notifications.item("NEW ITEM", "bad\nword"),
                        Notifications.item("X", null))))
                .endsWith(
                        "WARN check watch=orders-db instance=i-wz91c0000000000 item=\"NEW ITEM\" result=\"bad\\nword\"",
                        "WARN check watch=orders-db instance=i-wz91c0000000000 item=X");
    }

    @Test
    void a_verdict_without_a_report_says_why_and_what_to_do() {
        var problem = new Problem(
                "ServerError", "the vendor's own \"fault\"", Optional.of("REQ"), Optional.of("run it again"));
        assertThat(written(Notifications.verdict(Outcome.ABANDONED, List.of(), Optional.of(problem), Optional.empty())))
                .containsExactly("INFO verdict watch=orders-db outcome=ABANDONED checks=0 passed=0 polls=17 took=3m12s"
                        + " task=t-000bc9nqwxsbyvod0001 request=CE500770-42D3-442E-9DDD-156E0F9F3B45"
                        + " problem=ServerError reason=\"the vendor's own \\\"fault\\\"\" remedy=\"run it again\"");
    }

    @Test
    void a_report_with_very_many_failed_checks_is_reported_as_far_as_a_person_reads_and_the_rest_counted() {
        var items = IntStream.range(0, 173)
                .mapToObj(i -> Notifications.item("ITEM_" + i, i < 100 ? "FAILED" : "PASSED"))
                .toArray(CheckItem[]::new);

        var lines = written(verdict(Outcome.FAILED, Optional.empty(), items));

        assertThat(lines).hasSize(1 + 50 + 1);
        assertThat(lines.get(0)).contains("checks=173 passed=73");
        assertThat(lines.get(50)).contains("item=ITEM_49 ");
        assertThat(lines.get(51)).isEqualTo("WARN check watch=orders-db more=50");
    }

    @Test
    void a_report_with_just_so_many_failed_checks_is_reported_whole() {
        var items = IntStream.range(0, 50)
                .mapToObj(i -> Notifications.item("ITEM_" + i, "FAILED"))
                .toArray(CheckItem[]::new);

        assertThat(written(verdict(Outcome.FAILED, Optional.empty(), items)))
                .hasSize(51)
                .noneMatch(line -> line.contains("more="));
    }

    @Test
    void a_digest_is_one_line_with_its_counts_and_the_first_names() {
        assertThat(written(Messages.digest()))
                .containsExactly("INFO digest outcome=FAILED total=4 failed=1 abandoned=1 passed=2"
                        + " first=\"orders-db, billing-db, a-db, b-db\""
                        + " link=https://precheck.example.com/base/digests/digest-1");
    }

    @Test
    void an_operator_event_is_one_line_at_its_severity() {
        assertThat(written(Messages.operator()))
                .containsExactly("ERROR operator subject=account/default event=account.suspended"
                        + " summary=\"account default may not call\" problem=NoPermission reason=\"no permission\""
                        + " request=REQ-7 remedy=\"grant yundun-sas:QueryPreCheckDatabase\" watches=37");
    }

    @Test
    void a_test_is_one_line() {
        assertThat(written(Messages.test()))
                .containsExactly("INFO test summary=\"TEST: sample-db: 3 of 4 checks passed; recovery mode needs"
                        + " attention\"");
    }

    private List<String> written(Message message) {
        try (var lines = LogLines.of(LogNotifier.class)) {
            var result = notifier.send(new Delivery("d", message, "log", message.event(), Notifications.NOW, 0, 1))
                    .await()
                    .atMost(Duration.ofSeconds(5));
            assertThat(result).isEqualTo(new AttemptResult.Delivered(Optional.empty()));
            return lines.lines();
        }
    }

    @Test
    void a_body_that_cannot_be_read_is_a_failure_and_no_line() {
        try (var lines = LogLines.of(LogNotifier.class)) {
            var result = notifier.send(
                            new Delivery("d", Notifications.message("e"), "log", "{", Notifications.NOW, 0, 1))
                    .await()
                    .atMost(Duration.ofSeconds(5));
            assertThat(result).isInstanceOf(AttemptResult.Failed.class);
            assertThat(lines.lines()).isEmpty();
        }
    }

    private static Verdict verdict(Outcome outcome, Optional<Problem> problem, CheckItem... items) {
        return Notifications.verdict(outcome, List.of(Notifications.instance(items)), problem, Optional.empty());
    }

    @Test
    void the_page_shows_the_lines_as_they_are_written() throws IOException {
        Message message = Page.failed();
        String body = new LogType().render(message, Notifications.log("log"));

        List<String> lines = written(new Delivery("d", message, "log", body, Notifications.NOW, 0, 1));

        // the level has the width that it has in the daemon's log
        Page.of("log")
                .assertMessage(
                        Language.EN,
                        lines.stream()
                                .map(line -> line.replaceFirst("^(INFO|WARN) ", "$1  "))
                                .collect(Collectors.joining("\n")));
    }

    private List<String> written(Verdict verdict) {
        NewDelivery routed = router.route(verdict, Notifications.watch(Map.of()), Optional.empty())
                .get(0);
        return written(
                new Delivery(routed.id(), routed.message(), routed.notifier(), routed.body(), routed.since(), 0, 1));
    }

    private List<String> written(Delivery delivery) {
        try (var lines = LogLines.of(LogNotifier.class)) {
            var result = notifier.send(delivery).await().atMost(Duration.ofSeconds(5));
            assertThat(result).isEqualTo(new AttemptResult.Delivered(Optional.empty()));
            return lines.lines();
        }
    }
}
