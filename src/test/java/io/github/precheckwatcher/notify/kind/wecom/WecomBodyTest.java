package io.github.precheckwatcher.notify.kind.wecom;

import static io.github.precheckwatcher.notify.RobotMessages.SETTINGS;
import static io.github.precheckwatcher.notify.RobotMessages.failed;
import static io.github.precheckwatcher.notify.RobotMessages.message;
import static io.github.precheckwatcher.notify.RobotMessages.warning;
import static io.github.precheckwatcher.notify.RobotMessages.wording;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.MarkdownBodyContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WecomBodyTest extends MarkdownBodyContract {
    WecomBodyTest() {
        super(new Platform(
                NotifierKind.WECOM,
                "/markdown/content",
                "**",
                "**\n",
                List.of(
                        "\n`SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE`: **WARNING** (Recovery mode)\n",
                        "> RequestId: CE500770-42D3-442E-9DDD-156E0F9F3B45\n"),
                List.of("zhangsan", "li.si"),
                "wangwu",
                "<@wangwu>",
                i -> "member-" + i,
                WecomBody.LIMIT,
                false,
                200));
    }

    @Test
    void who_is_called_stands_behind_the_text() {
        assertThat(text(body(warning("orders-db"), wording(Language.EN, mentions))))
                .endsWith("\n\n<@zhangsan><@li.si>");
    }

    @Test
    void all_are_called_by_a_text_message_of_their_own() {
        Message error = message(Notifications.verdict(
                Outcome.ERROR, List.of(), Optional.of(Notifications.problem("PRECHECK_ERROR")), Optional.empty()));
        List<String> messages = WecomBody.messages(render(error, wording(Language.EN, mentions)));
        assertThat(messages).hasSize(2);
        assertThat(NotifierKind.WECOM.type().messages(String.join("\n", messages)))
                .isEqualTo(2);
        assertThat(text(json(messages.get(0)))).doesNotContain("@");
        assertThat(messages.get(1))
                .isEqualTo("{\"msgtype\":\"text\",\"text\":{\"content\":\"ERROR orders-db\","
                        + "\"mentioned_list\":[\"@all\"]}}");
    }

    @Test
    void an_endless_name_fits_the_second_message_too() {
        Message error = message(
                Notifications.verdict(Outcome.ERROR, List.of(), Optional.empty(), Optional.empty()), "名".repeat(3_000));
        List<String> messages = WecomBody.messages(render(error, wording(Language.EN, mentions)));
        assertThat(bytes(text(json(messages.get(0))))).isLessThanOrEqualTo(WecomBody.LIMIT);
        String call = json(messages.get(1)).at("/text/content").asText();
        assertThat(bytes(call)).isLessThanOrEqualTo(WecomBody.TEXT_LIMIT);
        assertThat(call).startsWith("ERROR 名名");
    }

    @Test
    void a_digest_calls_everyone_that_its_members_call_once() {
        Message digest = EventBody.digest(
                SETTINGS.origin(), "digest-1", List.of(warning("a"), warning("b"), failed("c", 1)), Notifications.NOW);
        assertThat(text(body(digest, wording(Language.EN, mentions)))).endsWith("\n\n<@wangwu><@zhangsan><@li.si>");
    }

    @Test
    void nothing_from_outside_can_mention_link_or_mark_up() {
        assertThat(text(hostile("<@zhangsan> @all [x](http://evil) <font color=red>*b* _i_ `c` \n# h &#64;all"
                        + " ![i](http://evil)")))
                .contains("＜＠zhangsan>")
                .contains("＊b＊ _i_ 'c'");
    }
}
