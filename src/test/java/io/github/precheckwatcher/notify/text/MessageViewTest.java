package io.github.precheckwatcher.notify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Verdict;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageViewTest {
    private static final CheckItem BINLOG_PASSED = Notifications.item("MYSQL_BINLOG", "PASSED");
    private static final CheckItem VERSION_FAILED = Notifications.item("MYSQL_VERSION", "FAILED");

    @Test
    void what_was_mended_and_what_broke_is_said_in_words() {
        var before = previous(Outcome.FAILED, Duration.ofHours(2), "MYSQL_BINLOG");
        assertThat(english(Outcome.PASSED, before, BINLOG_PASSED))
                .hasValue("was FAILED two hours ago: MYSQL_BINLOG is fixed");
        assertThat(english(Outcome.FAILED, before, BINLOG_PASSED, VERSION_FAILED))
                .hasValue("was FAILED two hours ago: MYSQL_BINLOG is fixed; MYSQL_VERSION no longer passes");
        assertThat(chinese(Outcome.FAILED, before, BINLOG_PASSED, VERSION_FAILED))
                .hasValue("2 小时前为 FAILED：MYSQL_BINLOG 已修复；MYSQL_VERSION 不再通过");
    }

    @Test
    void a_long_name_stands_once() {
        String name = "n".repeat(150);
        Message whole = Messages.verdict(name, Outcome.PASSED, Optional.empty(), Optional.empty(), BINLOG_PASSED);
        String cut = VendorText.oneLine(name, Verdict.SUMMARY_NAME);
        Message shortened = new Message(
                whole.id(),
                whole.type(),
                name,
                whole.status(),
                whole.occurredAt(),
                whole.event().replace("\"summary\":\"" + name, "\"summary\":\"" + cut));
        for (Message message : List.of(whole, shortened)) {
            assertThat(Messages.view(message, Messages.wording(Language.EN)).summary())
                    .isEqualTo("1 of 1 checks passed");
        }
        assertThat(shortened.event()).contains("\"summary\":\"" + cut);
    }

    @Test
    void the_same_again_is_said_as_such() {
        var before = previous(Outcome.FAILED, Duration.ofMinutes(1), "MYSQL_VERSION");
        assertThat(english(Outcome.FAILED, before, VERSION_FAILED)).hasValue("was FAILED one minute ago too");
        assertThat(chinese(Outcome.FAILED, before, VERSION_FAILED)).hasValue("1 分钟前同样为 FAILED");
    }

    @Test
    void what_was_not_checked_now_is_not_called_fixed() {
        var before = previous(Outcome.FAILED, Duration.ofDays(40), "MYSQL_BINLOG");
        assertThat(english(Outcome.UNKNOWN, before)).hasValue("was FAILED 40 days ago");
    }

    @Test
    void what_fails_in_one_of_two_instances_is_not_fixed() {
        var before = previous(Outcome.FAILED, Duration.ofHours(1), "MYSQL_BINLOG");
        assertThat(english(Outcome.FAILED, before, BINLOG_PASSED, Notifications.item("MYSQL_BINLOG", "FAILED")))
                .hasValue("was FAILED one hour ago too");
    }

    @Test
    void a_verdict_without_a_report_says_nothing_of_what_broke_since() {
        var before = previous(Outcome.TIMED_OUT, Duration.ofHours(47));
        assertThat(english(Outcome.FAILED, before, VERSION_FAILED)).hasValue("was TIMED_OUT 47 hours ago");
    }

    @Test
    void without_an_earlier_verdict_nothing_is_said() {
        assertThat(english(Outcome.PASSED, Optional.empty(), BINLOG_PASSED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S,moments ago", "PT59S,moments ago", "PT60S,one minute ago", "PT59M59S,59 minutes ago",
        "PT1H,one hour ago", "PT12H,twelve hours ago", "PT13H,13 hours ago", "PT48H,two days ago"
    })
    void how_long_ago_is_said_in_the_largest_unit_that_fits(Duration since, String words) {
        assertThat(TimeFormatter.ago(since, Translations.of(Language.EN))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,0 ms,0 毫秒",
        "PT-1S,0 ms,0 毫秒",
        "PT0.35S,350 ms,350 毫秒",
        "PT3M12S,3 min 12 s,3 分 12 秒",
        "PT1H,1 h,1 小时",
        "PT49H0M3.9S,49 h 3 s,49 小时 3 秒"
    })
    void a_duration_is_said_in_hours_minutes_and_seconds(Duration took, String english, String chinese) {
        assertThat(TimeFormatter.took(took, Translations.of(Language.EN))).isEqualTo(english);
        assertThat(TimeFormatter.took(took, Translations.of(Language.ZH_CN))).isEqualTo(chinese);
    }

    @Test
    void times_are_shown_in_the_zone_with_its_offset() {
        assertThat(view(Messages.failed(), "Asia/Kolkata").time()).isEqualTo("2026-11-24 13:45:30 +05:30");
        assertThat(view(Messages.failed(), "UTC").time()).isEqualTo("2026-11-24 08:15:30 +00:00");
        assertThat(view(Messages.failed(), "America/St_Johns").time()).isEqualTo("2026-11-24 04:45:30 -03:30");
        assertThat(view(Messages.failed(), "UTC").epochSecond()).isEqualTo(Notifications.NOW.getEpochSecond());
    }

    @Test
    void raw_words_stand_in_every_language_and_the_catalogue_beside_them() {
        MessageView view = Messages.view(Messages.failed(), Messages.wording(Language.ZH_CN));
        assertThat(view.outcome()).isEqualTo("FAILED");
        assertThat(view.items())
                .extracting(MessageView.Item::item)
                .containsExactly("MYSQL_BINLOG", "BRAND_NEW", "SERVICE_CONNECTIVITY");
        assertThat(view.items().get(0).result()).hasValue("FAILED");
        assertThat(view.items().get(0).meaning())
                .hasValueSatisfying(text -> assertThat(text).startsWith("MySQL 没有开启二进制日志"));
        assertThat(view.items().get(1).title()).isEmpty();
        assertThat(view.checks()).isEqualTo(4);
        assertThat(view.passed()).isEqualTo(1);
        assertThat(view.labels()).containsEntry("env", "prod");
    }

    @Test
    void the_environment_is_read_back_whatever_it_is_called() {
        for (String environment : List.of("生产 环境/1?#", "a+b*c~d%", "x")) {
            var settings = new NotifySettings(environment, Optional.empty(), "0", List.of());
            assertThat(view(EventBody.test(settings.origin(), "t", Notifications.NOW), "UTC")
                            .environment())
                    .isEqualTo(environment);
        }
    }

    @Test
    void an_event_that_is_no_json_is_refused_without_showing_it() {
        var broken = new Message(
                "m-1", MessageType.VERDICT, "orders-db", MessageStatus.FAILED, Notifications.NOW, "{secret");
        assertThatThrownBy(() -> view(broken, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    private static Optional<PreviousVerdict> previous(Outcome outcome, Duration ago, String... failing) {
        return Optional.of(new PreviousVerdict(outcome, Notifications.NOW.minus(ago), Set.of(failing)));
    }

    private static Optional<String> english(Outcome outcome, Optional<PreviousVerdict> previous, CheckItem... items) {
        return said(Language.EN, outcome, previous, items);
    }

    private static Optional<String> chinese(Outcome outcome, Optional<PreviousVerdict> previous, CheckItem... items) {
        return said(Language.ZH_CN, outcome, previous, items);
    }

    private static Optional<String> said(
            Language language, Outcome outcome, Optional<PreviousVerdict> previous, CheckItem... items) {
        Message message = Messages.verdict("orders-db", outcome, Optional.empty(), previous, items);
        return Messages.view(message, Messages.wording(language)).previous();
    }

    private static MessageView view(Message message, String zone) {
        Wording w = Messages.wording(Language.EN);
        return Messages.view(
                message,
                new Wording(w.language(), ZoneId.of(zone), w.template(), w.contentType(), w.keyword(), w.mentions()));
    }
}
