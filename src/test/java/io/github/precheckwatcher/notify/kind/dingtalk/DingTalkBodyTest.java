package io.github.precheckwatcher.notify.kind.dingtalk;

import static io.github.precheckwatcher.notify.RobotMessages.SETTINGS;
import static io.github.precheckwatcher.notify.RobotMessages.failed;
import static io.github.precheckwatcher.notify.RobotMessages.message;
import static io.github.precheckwatcher.notify.RobotMessages.warning;
import static io.github.precheckwatcher.notify.RobotMessages.wording;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.MarkdownBodyContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DingTalkBodyTest extends MarkdownBodyContract {
    DingTalkBodyTest() {
        super(new Platform(
                NotifierKind.DINGTALK,
                "/markdown/text",
                "### ",
                "\n\n",
                List.of(
                        "\n\n**SQL\\_SERVER\\_DB\\_IN\\_SIMPLE\\_RECOVERY\\_MODE**: **WARNING** (Recovery mode)\n\n",
                        "- RequestId: CE500770-42D3-442E-9DDD-156E0F9F3B45\n"),
                List.of("13800000000", "+852-50000000"),
                "13900000000",
                "@13900000000",
                i -> "+852-" + (50_000_000 + i),
                DingTalkBody.LIMIT,
                true,
                400));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_title_is_outcome_and_name_and_nobody_is_called_who_is_not_named(Language language) {
        JsonNode body = body(warning("orders-db"), wording(language, Mentions.NONE));
        assertThat(body.at("/markdown/title").asText()).isEqualTo("WARNING orders-db");
        assertThat(body.has("at")).isFalse();
        for (Message message : List.of(
                EventBody.digest(
                        SETTINGS.origin(), "digest-1", List.of(warning("a"), failed("b", 3)), Notifications.NOW),
                EventBody.test(SETTINGS.origin(), "test-1", Notifications.NOW))) {
            assertThat(body(message, wording(language, Mentions.NONE))
                            .at("/markdown/title")
                            .asText())
                    .contains(message.status().name());
        }
    }

    @Test
    void who_is_called_stands_in_at_and_in_the_text() {
        JsonNode body = body(warning("orders-db"), wording(Language.EN, mentions));
        assertThat(body.path("at").toString())
                .isEqualTo("{\"atMobiles\":[\"13800000000\",\"+852-50000000\"],\"isAtAll\":false}");
        assertThat(text(body)).endsWith("\n\n@13800000000 @+852-50000000");
    }

    @Test
    void all_are_called_by_the_platforms_word_for_them() {
        Message error = message(Notifications.verdict(
                Outcome.ERROR, List.of(), Optional.of(Notifications.problem("PRECHECK_ERROR")), Optional.empty()));
        JsonNode body = body(error, wording(Language.EN, mentions));
        assertThat(body.path("at").toString()).isEqualTo("{\"atMobiles\":[],\"isAtAll\":true}");
        assertThat(text(body)).endsWith("\n\n@所有人");
    }

    @Test
    void a_digest_calls_everyone_that_its_members_call_once() {
        Message digest = EventBody.digest(
                SETTINGS.origin(), "digest-1", List.of(warning("a"), warning("b"), failed("c", 1)), Notifications.NOW);
        assertThat(body(digest, wording(Language.EN, mentions))
                        .at("/at/atMobiles")
                        .toString())
                .isEqualTo("[\"13900000000\",\"13800000000\",\"+852-50000000\"]");
    }

    @Test
    void nothing_from_outside_can_mention_link_or_mark_up() {
        JsonNode body = hostile(
                "@13800000000 @所有人 [x](http://evil) <font color=red>*b* _i_ `c` \n# h &#64;all ![i](http://evil)");
        assertThat(text(body) + body.at("/markdown/title").asText()).contains("＠13800000000");
        assertThat(text(body)).doesNotContain(" *b*").doesNotContain(" _i_").contains("\\*b\\* \\_i\\_ \\`c\\`");
    }

    @Test
    void the_keyword_is_added_where_the_text_does_not_hold_it() {
        assertThat(text(body(warning("orders-db"), keyword("预检")))).endsWith("\n\n预检");
        assertThat(text(body(warning("orders-db"), keyword("orders")))).doesNotEndWith("orders");
        assertThat(text(body(warning("orders_db"), keyword("orders_db")))).endsWith("\n\norders_db");
    }

    private static Wording keyword(String word) {
        return wording(Language.EN, Optional.empty(), Optional.of(word), Mentions.NONE);
    }
}
